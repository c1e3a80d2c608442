using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Shardwise.Cli.Redrive;

/// <summary>The Kinesis event that Lambda would hand over for letters' records.</summary>
internal static class LetterEvent
{
    /// <summary>What Lambda takes at once, in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.</summary>
    public const int LargestSize = 6 * 1024 * 1024;

    /// <summary>The bytes around the records, and some more.</summary>
    public const int FrameSize = 256;

    // The default encoder would write the + of base64 as six characters.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes that a letter takes in an event, never less than it really does.</summary>
    public static int SizeOf(Letter letter)
    {
        // A character is six bytes when escaped; then what an event says beside its data and names.
        var position = letter.Position!;
        var names = (letter.PartitionKey?.Length ?? 0) + position.StreamArn.Length + 2 * position.NewSequenceNumber.Length + position.ShardId.Length;
        return (letter.Payload.Length + 2) / 3 * 4 + 6 * names + 640;
    }

    /// <summary>Writes the event of letters that all tell their position.</summary>
    public static byte[] Write(IReadOnlyList<Letter> letters)
    {
        using var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteStartArray("Records");
        foreach (var letter in letters)
        {
            Write(json, letter, letter.Position!);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Letter letter, LetterPosition position)
    {
        json.WriteStartObject();
        json.WriteStartObject("kinesis");
        json.WriteString("kinesisSchemaVersion", "1.0");
        json.WriteString("partitionKey", letter.PartitionKey);
        json.WriteString("sequenceNumber", position.NewSequenceNumber);
        json.WriteBase64String("data", letter.Payload);
        json.WritePropertyName("approximateArrivalTimestamp");
        json.WriteRawValue((position.Arrival.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteString("eventSource", "aws:kinesis");
        json.WriteString("eventVersion", "1.0");
        json.WriteString("eventID", $"{position.ShardId}:{position.NewSequenceNumber}");
        json.WriteString("eventName", "aws:kinesis:record");
        json.WriteString("invokeIdentityArn", "arn:aws:iam::000000000000:role/shardwise-redrive");
        json.WriteString("awsRegion", letter.Region);
        json.WriteString("eventSourceARN", position.StreamArn);
        json.WriteEndObject();
    }
}
