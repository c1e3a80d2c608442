namespace Shardwise.Local.EventSources;

/// <summary>A Kinesis call that did not succeed; the code is the service's, or <c>Unreachable</c>.</summary>
internal sealed class KinesisCallException(string operation, string code, string message) : Exception($"{operation}: {code}: {message}")
{
    public string Code { get; } = code;

    /// <summary>Whether the shard iterator is to blame or may be: one of a stream that was deleted and made again is an internal failure.</summary>
    public bool MayBeIterator => Code is "ExpiredIteratorException" or "InvalidArgumentException" or "InternalFailure";
}
