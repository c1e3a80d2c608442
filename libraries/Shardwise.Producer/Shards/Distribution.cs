namespace Shardwise.Producer;

/// <summary>How a stream distributes its records, as far as it tells.</summary>
/// <param name="IsChosenByService">Whether the service chooses the shards, and looks at no key.</param>
/// <param name="IsTold">Whether the stream could be asked.</param>
/// <param name="MayTurn">Whether that may be different another time: worth a look now and then.</param>
internal readonly record struct Distribution(bool IsChosenByService, bool IsTold, bool MayTurn);
