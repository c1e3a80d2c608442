using System.IO.Compression;
using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>What happens to records before any function sees them: unpacking, log messages, cutting into several.</summary>
internal sealed class SourceProcessing(ProcessingDefinition processing)
{
    // The service cuts one record into so many at most.
    private const int MostSubRecords = 500;

    // What a record may become, unpacked: a kilobyte of gzip can hold a gigabyte.
    private const int LargestUnpacked = 64 * 1024 * 1024;

    public (List<FirehoseRecord> Good, List<FailedRecord> Failed) Apply(IReadOnlyList<FirehoseRecord> records)
    {
        var good = new List<FirehoseRecord>(records.Count);
        var failed = new List<FailedRecord>();
        foreach (var record in records)
        {
            try
            {
                good.AddRange(Cut(Unpack(record)));
            }
            catch (Exception exception) when (exception is InvalidDataException or JsonException or FormatException)
            {
                var failure = new RecordFailure { Type = "decompression-failed", Code = "Decompression failed.", Message = exception.Message };
                failed.Add(new FailedRecord(record, failure));
            }
        }

        return (good, failed);
    }

    private FirehoseRecord Unpack(FirehoseRecord record)
    {
        if (!processing.Decompress)
        {
            return record;
        }

        byte[] data = Gunzip(record.Data);
        // What is unpacked has to be JSON, whether or not it is what CloudWatch Logs sends.
        using var document = JsonDocument.Parse(data);
        return record with { Data = processing.ExtractLogMessages ? Messages(document.RootElement) : data };
    }

    private static byte[] Gunzip(ReadOnlyMemory<byte> packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        using var data = new MemoryStream();
        byte[] buffer = new byte[16_384];
        int read;
        while ((read = gzip.Read(buffer)) > 0)
        {
            data.Write(buffer, 0, read);
            if (data.Length > LargestUnpacked)
            {
                throw new InvalidDataException($"The record is more than {LargestUnpacked} bytes unpacked.");
            }
        }

        return data.Length > 0 ? data.ToArray() : throw new InvalidDataException("The record is not gzip.");
    }

    /// <summary>Every message with a line feed after it; nothing of a control message.</summary>
    private static byte[] Messages(JsonElement envelope)
    {
        if (envelope.ValueKind != JsonValueKind.Object
            || !envelope.TryGetProperty("messageType", out var type)
            || !envelope.TryGetProperty("logEvents", out var events) || events.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("The record is not what CloudWatch Logs sends: it has no messageType or no logEvents.");
        }

        using var text = new MemoryStream();
        foreach (var logEvent in type.GetString() == "DATA_MESSAGE" ? events.EnumerateArray() : default)
        {
            string message = logEvent.TryGetProperty("message", out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new FormatException("The record is not what CloudWatch Logs sends: an event has no message.");
            text.Write(System.Text.Encoding.UTF8.GetBytes(message));
            text.WriteByte((byte)'\n');
        }

        return text.ToArray();
    }

    private IEnumerable<FirehoseRecord> Cut(FirehoseRecord record)
    {
        if (processing.Deaggregate is not { } deaggregate)
        {
            return [record];
        }

        var parts = deaggregate.Delimiter is { } delimiter ? Delimited(record.Data, delimiter) : Documents(record.Data);
        if (parts.Count <= 1)
        {
            return [record with { Data = parts.Count == 1 ? parts[0] : record.Data }];
        }

        record.Receipt.Add(parts.Count - 1);
        return parts.Select((part, index) => record with { RecordId = $"{record.RecordId}.{index}", Data = part });
    }

    private static List<ReadOnlyMemory<byte>> Delimited(ReadOnlyMemory<byte> data, byte[] delimiter)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        while (parts.Count < MostSubRecords - 1 && data.Span.IndexOf(delimiter) is var at and >= 0)
        {
            AddUnlessEmpty(parts, data[..at]);
            data = data[(at + delimiter.Length)..];
        }

        AddUnlessEmpty(parts, data);
        return parts;
    }

    /// <summary>JSON documents, one after another, with or without white space between them. What is not JSON stays one record as it is.</summary>
    private static List<ReadOnlyMemory<byte>> Documents(ReadOnlyMemory<byte> data)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var rest = data;
        try
        {
            while (parts.Count < MostSubRecords - 1 && !IsBlank(rest.Span))
            {
                var reader = new Utf8JsonReader(rest.Span, new JsonReaderOptions { AllowMultipleValues = true });
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                parts.Add(rest[start..(int)reader.BytesConsumed]);
                rest = rest[(int)reader.BytesConsumed..];
            }
        }
        catch (JsonException)
        {
            return parts.Count == 0 ? [data] : [.. parts, rest];
        }

        if (!IsBlank(rest.Span))
        {
            parts.Add(rest);
        }

        return parts;
    }

    private static bool IsBlank(ReadOnlySpan<byte> data) => data.TrimStart(" \t\r\n"u8).IsEmpty;

    private static void AddUnlessEmpty(List<ReadOnlyMemory<byte>> parts, ReadOnlyMemory<byte> part)
    {
        if (!part.IsEmpty)
        {
            parts.Add(part);
        }
    }
}
