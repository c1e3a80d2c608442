using System.Text.Json;

namespace Shardwise.Local.EventSources;

/// <summary>
/// One record as GetRecords gave it; its data stays the base64 text that it came as, since the event carries the same. On a stream that
/// distributes its records by itself they need no partition key.
/// </summary>
internal sealed record StreamRecord(string SequenceNumber, string? PartitionKey, JsonElement Data, DateTimeOffset Arrival)
{
    // What an event says about a record besides its data, key and numbers; names and ARNs included, on the safe side.
    private const int EnvelopeBytes = 640;

    /// <summary>Its share of an event's payload, never less than it really is.</summary>
    public int PayloadBytes { get; } = EnvelopeBytes + ((PartitionKey?.Length ?? 0) * 6)
        + System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(Data).Length;
}
