using System.Globalization;
using System.Text.Json;

namespace Shardwise.Cli.Redrive;

/// <summary>Where a dead letter's record stood in its stream.</summary>
/// <param name="StreamArn">The stream's ARN, or its enhanced fan-out consumer's.</param>
/// <param name="ShardId">The shard.</param>
/// <param name="SequenceNumber">The Kinesis record's sequence number.</param>
/// <param name="SubSequenceNumber">The user record's place in it; <see langword="null"/> for the whole Kinesis record.</param>
/// <param name="Arrival">When the stream took it.</param>
internal sealed record LetterPosition(string StreamArn, string ShardId, string SequenceNumber, int? SubSequenceNumber, DateTimeOffset Arrival)
{
    /// <summary>
    /// The sequence number to hand the record over under: its own, with its place in seven digits more, which are enough for the largest record.
    /// Under its own alone a consumer would take several letters of one Kinesis record for the same record, and the first of them for one that it
    /// has seen: what its first delivery wrote, under a name made of it, would be written over. A whole record comes as it came.
    /// </summary>
    public string NewSequenceNumber =>
        SubSequenceNumber is { } sub ? string.Create(CultureInfo.InvariantCulture, $"{SequenceNumber}{sub:D7}") : SequenceNumber;

    /// <summary>Reads it of a letter's members; <see langword="null"/> when one is missing, or is not what it should be.</summary>
    public static LetterPosition? Of(Dictionary<string, JsonElement> members)
    {
        return Text("streamArn") is { } stream && Text("shardId") is { Length: > 0 } shard
            && Text("sequenceNumber") is { } sequence && Redrive.SequenceNumber.Is(sequence)
            && members.TryGetValue("subSequenceNumber", out var place) && place.ValueKind == JsonValueKind.Number
            && place.TryGetInt32(out var sub) && sub >= 0
            && members.TryGetValue("approximateArrival", out var time) && time.ValueKind == JsonValueKind.String
            && time.TryGetDateTimeOffset(out var arrival)
                ? new LetterPosition(stream, shard, sequence, sub, arrival)
                : null;

        string? Text(string name) =>
            members.TryGetValue(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
    }
}
