using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>A record that failed, as the service wraps it: one line of JSON.</summary>
internal static class FailureLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(FirehoseRecord record, RecordFailure failure, DateTimeOffset end)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            switch (failure.Type)
            {
                case "format-conversion-failed":
                    WriteConversion(writer, record, failure, end);
                    break;
                case "http-endpoint-failed":
                    WriteEndpoint(writer, record, failure, end);
                    break;
                default:
                    WriteProcessing(writer, record, failure, end);
                    break;
            }

            writer.WriteEndObject();
        }

        output.Write("\n"u8);
        return output.WrittenMemory;
    }

    // The members in the order in which the service was seen to write them.
    private static void WriteProcessing(Utf8JsonWriter writer, FirehoseRecord record, RecordFailure failure, DateTimeOffset end)
    {
        writer.WriteBase64String("rawData", record.Original.Span);
        writer.WriteString("errorCode", failure.Code);
        writer.WriteString("errorMessage", failure.Message);
        writer.WriteNumber("attemptsMade", failure.Attempts);
        writer.WriteNumber("arrivalTimestamp", record.Arrival.ToUnixTimeMilliseconds());
        writer.WriteNumber("attemptEndingTimestamp", end.ToUnixTimeMilliseconds());
        if (failure.LambdaArn is { } arn)
        {
            writer.WriteString("lambdaARN", arn);
        }
    }

    private static void WriteConversion(Utf8JsonWriter writer, FirehoseRecord record, RecordFailure failure, DateTimeOffset end)
    {
        writer.WriteNumber("attemptsMade", failure.Attempts);
        writer.WriteNumber("arrivalTimestamp", record.Arrival.ToUnixTimeMilliseconds());
        writer.WriteString("lastErrorCode", failure.Code);
        writer.WriteString("lastErrorMessage", failure.Message);
        writer.WriteNumber("attemptEndingTimestamp", end.ToUnixTimeMilliseconds());
        writer.WriteBase64String("rawData", record.Data.Span);
        writer.WriteString("sequenceNumber", record.Position?.SequenceNumber ?? record.RecordId);
        writer.WriteNumber("subSequenceNumber", record.Position?.SubsequenceNumber ?? 0);
        if (failure.Table is { } table)
        {
            writer.WriteStartObject("dataCatalogTable");
            writer.WriteString("catalogId", table.CatalogId);
            writer.WriteString("databaseName", table.Database);
            writer.WriteString("tableName", table.Name);
            writer.WriteString("region", table.Region);
            writer.WriteString("versionId", table.Version);
            writer.WriteEndObject();
        }
    }

    private static void WriteEndpoint(Utf8JsonWriter writer, FirehoseRecord record, RecordFailure failure, DateTimeOffset end)
    {
        writer.WriteNumber("attemptsMade", failure.Attempts);
        writer.WriteNumber("arrivalTimestamp", record.Arrival.ToUnixTimeMilliseconds());
        writer.WriteString("errorCode", failure.Code);
        writer.WriteString("errorMessage", failure.Message);
        writer.WriteNumber("attemptEndingTimestamp", end.ToUnixTimeMilliseconds());
        writer.WriteBase64String("rawData", record.Data.Span);
        writer.WriteNumber("subsequenceNumber", record.Position?.SubsequenceNumber ?? 0);
        writer.WriteString("dataId", $"{record.Position?.SequenceNumber ?? record.RecordId}.{record.Position?.SubsequenceNumber ?? 0}");
    }
}
