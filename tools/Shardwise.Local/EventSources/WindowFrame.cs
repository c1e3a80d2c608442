namespace Shardwise.Local.EventSources;

/// <summary>What an event says of the tumbling window that its records are of.</summary>
/// <param name="Start">The window's first moment.</param>
/// <param name="End">The first moment after it.</param>
/// <param name="State">The function's state, a JSON object.</param>
/// <param name="IsFinal">Whether the window ends with this invocation.</param>
/// <param name="IsEarly">Whether it ends before its time, its state being too large.</param>
internal sealed record WindowFrame(DateTimeOffset Start, DateTimeOffset End, string State, bool IsFinal, bool IsEarly);
