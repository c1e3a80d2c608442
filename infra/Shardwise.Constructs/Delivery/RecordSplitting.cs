using System.Text;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>How one record that holds several is taken apart. The service finds at most 500 in one.</summary>
public sealed record RecordSplitting
{
    private readonly string? delimiter;

    private RecordSplitting(string? delimiter) => this.delimiter = delimiter;

    /// <summary>JSON objects, one after the other or on lines of their own.</summary>
    public static RecordSplitting Json { get; } = new((string?)null);

    /// <summary>Records between delimiters.</summary>
    /// <param name="delimiter">The delimiter itself, such as <c>####</c>; it is encoded as the service wants it. 1 to 3,840 bytes of UTF-8.</param>
    /// <returns>The splitting.</returns>
    public static RecordSplitting Delimited(string delimiter) => new(delimiter);

    internal void Check(PropsCheck check, string path)
    {
        if (delimiter is null)
            return;
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(delimiter)).Length;
        check.Require(
            encoded is > 0 and <= FirehoseLimits.MaxProcessorParameterLength, $"{path} delimiter", $"{encoded} characters long in base64",
            $"1 to {PropsCheck.Number(FirehoseLimits.MaxProcessorParameterLength)} characters in base64");
    }

    internal ProcessorProperty Processor() => delimiter is null
        ? RecordProcessing.Processor("RecordDeAggregation", ("SubRecordType", "JSON"))
        : RecordProcessing.Processor(
            "RecordDeAggregation", ("SubRecordType", "DELIMITED"), ("Delimiter", Convert.ToBase64String(Encoding.UTF8.GetBytes(delimiter))));
}
