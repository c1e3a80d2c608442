using System.Globalization;
using System.Text.Json;
using Amazon.Kinesis.Model;
using Shardwise.Cli.Kpl;
using Shardwise.Kpl;

namespace Shardwise.Cli.Tail;

/// <summary>A user record as a line of JSON.</summary>
internal static class TailLine
{
    /// <summary>Writes the line, without its end.</summary>
    /// <param name="shardId">Where the Kinesis record lies.</param>
    /// <param name="kinesis">The Kinesis record.</param>
    /// <param name="status">What its payload is.</param>
    /// <param name="partitionKey">The user record's partition key; <see langword="null"/> where it has none.</param>
    /// <param name="record">The user record.</param>
    /// <param name="item">What of it is shown.</param>
    public static string Of(string shardId, Record kinesis, PayloadStatus status, string? partitionKey, UserRecord record, TailItem item)
    {
        return RecordData.Line(json =>
        {
            if (kinesis.ApproximateArrivalTimestamp is { } arrival)
            {
                // It came through a double, and lies beside its millisecond.
                var rounded = arrival.ToUniversalTime().AddMicroseconds(500);
                json.WriteString("arrival", rounded.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            }

            json.WriteString("shard", shardId);
            json.WriteString("sequence", kinesis.SequenceNumber);
            new UserRecordLine(partitionKey, record.ExplicitHashKey, record.SubSequenceNumber).WriteTo(json);
            if (item.Origin is { } origin)
                Write(json, origin);
            if (status is not (PayloadStatus.Plain or PayloadStatus.Aggregated))
                json.WriteString("broken", status.ToString());
            else if (item.Broken is { } broken)
                json.WriteString("broken", broken);
            RecordData.Write(json, item.Data);
        });
    }

    private static void Write(Utf8JsonWriter json, LogOrigin origin)
    {
        json.WriteString("logGroup", origin.Group);
        json.WriteString("logStream", origin.Stream);
        json.WriteString("id", origin.Id);
        if (origin.Time is { } time)
            json.WriteString("time", time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
    }
}
