using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.Serialization.SystemTextJson;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]

namespace Shardwise.ClickstreamTransform;

/// <summary>What Lambda runs for a delivery stream: each record comes back once, as a line with its hour, dropped since it is blank, or failed.</summary>
/// <remarks>Firehose takes records apart that the KPL aggregated before it calls, where a Kinesis stream is its source.</remarks>
public sealed class Function
{
    private readonly TextWriter log;

    /// <summary>Made by Lambda.</summary>
    public Function()
        : this(Console.Out)
    {
    }

    /// <summary>Made by tests.</summary>
    /// <param name="log">Gets a line for each call in which records failed.</param>
    public Function(TextWriter log) => this.log = log;

    /// <summary>The handler.</summary>
    /// <param name="firehoseEvent">The records.</param>
    /// <returns>As many, in the same order, with the same ids.</returns>
    public KinesisFirehoseResponse Handle(KinesisFirehoseEvent firehoseEvent)
    {
        ArgumentNullException.ThrowIfNull(firehoseEvent);
        var (failed, reason) = (0, "");
        var records = new List<KinesisFirehoseResponse.FirehoseRecord>(firehoseEvent.Records.Count);
        foreach (var record in firehoseEvent.Records)
        {
            try
            {
                records.Add(Transformed(record));
            }
            catch (MalformedClickException malformed)
            {
                records.Add(Answer(record, KinesisFirehoseResponse.TRANSFORMED_STATE_PROCESSINGFAILED));
                reason = failed++ == 0 ? malformed.Message : reason;
            }
        }

        // Firehose keeps the failed records without a reason, so the log has it; of one call one, since a producer's mistake repeats itself.
        if (failed > 0)
            log.WriteLine($"{failed} of {records.Count} records failed. The first: {reason}");
        return new KinesisFirehoseResponse { Records = records };
    }

    private static KinesisFirehoseResponse.FirehoseRecord Transformed(KinesisFirehoseEvent.FirehoseRecord record)
    {
        if (ClickLine.Read(Decoded(record)) is not { } click)
            return Answer(record, KinesisFirehoseResponse.TRANSFORMED_STATE_DROPPED);
        return new KinesisFirehoseResponse.FirehoseRecord
        {
            RecordId = record.RecordId,
            Result = KinesisFirehoseResponse.TRANSFORMED_STATE_OK,
            Base64EncodedData = Convert.ToBase64String(click.Utf8.Span),
            Metadata = new KinesisFirehoseResponse.FirehoseResponseRecordMetadata { PartitionKeys = click.PartitionKeys },
        };
    }

    private static byte[] Decoded(KinesisFirehoseEvent.FirehoseRecord record)
    {
        try
        {
            return Convert.FromBase64String(record.Base64EncodedData ?? "");
        }
        catch (FormatException)
        {
            throw new MalformedClickException("The record's data is not base64.");
        }
    }

    // The data goes back as it came: what failed is kept whole, and what is dropped is of no size.
    private static KinesisFirehoseResponse.FirehoseRecord Answer(KinesisFirehoseEvent.FirehoseRecord record, string result) => new()
    {
        RecordId = record.RecordId,
        Result = result,
        Base64EncodedData = record.Base64EncodedData,
    };
}
