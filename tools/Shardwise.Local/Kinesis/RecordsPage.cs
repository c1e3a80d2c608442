using System.Buffers;
using System.Text.Json;

namespace Shardwise.Local;

/// <summary>A GetRecords answer of the emulator, scanned without decoding the records, and written again in simulated time.</summary>
internal sealed class RecordsPage
{
    private readonly List<RecordSpan> _records = [];
    private (int Start, int End)? _childShards;

    public static RecordsPage Empty { get; } = new();

    public int Records => _records.Count;

    public long Bytes { get; private set; }

    public long MillisBehindLatest { get; private set; }

    public string? NextIterator { get; private set; }

    /// <summary>When the last record arrived, in real time.</summary>
    public DateTimeOffset? LastArrival => _records.Count == 0 ? null : EpochTime.Read(_records[^1].Arrival);

    public string? LastSequenceNumber { get; private set; }

    /// <summary>The emulator gave more bytes than one answer may carry; what lies past the limit is left out.</summary>
    public bool IsCut { get; private set; }

    public static RecordsPage Read(ReadOnlySpan<byte> json, int maxBytes)
    {
        var page = new RecordsPage();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            page.ReadMember(ref reader, maxBytes);
        }

        return page;
    }

    /// <summary>The answer to the reader: its own next iterator (null at the end of a closed shard), times simulated, absent members left out.</summary>
    public ReadOnlyMemory<byte> Rewrite(ReadOnlySpan<byte> json, string? nextIterator, SpeededTimeProvider clock)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 512);
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        if (nextIterator is not null)
        {
            writer.WriteString("NextShardIterator"u8, nextIterator);
        }

        writer.WriteNumber("MillisBehindLatest"u8, (long)(MillisBehindLatest * clock.Speed));
        if (_childShards is var (start, end))
        {
            writer.WritePropertyName("ChildShards"u8);
            writer.WriteRawValue(json[start..end], skipInputValidation: true);
        }

        writer.WritePropertyName("Records"u8);
        writer.Flush();
        WriteRecords(output, json, clock);
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    private void WriteRecords(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> json, SpeededTimeProvider clock)
    {
        Span<byte> number = stackalloc byte[32];
        output.Write("["u8);
        for (var i = 0; i < _records.Count; i++)
        {
            var record = _records[i];
            if (i > 0)
            {
                output.Write(","u8);
            }

            output.Write(json[record.Start..record.ArrivalStart]);
            EpochTime.Write(clock.ToSimulated(EpochTime.Read(record.Arrival))).TryFormat(number, out var length, "0.###", System.Globalization.CultureInfo.InvariantCulture);
            output.Write(number[..length]);
            output.Write(json[record.ArrivalEnd..record.End]);
        }

        output.Write("]"u8);
    }

    private void ReadMember(ref Utf8JsonReader reader, int maxBytes)
    {
        if (reader.ValueTextEquals("Records"u8))
        {
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                ReadRecord(ref reader, maxBytes);
            }
        }
        else if (reader.ValueTextEquals("MillisBehindLatest"u8))
        {
            reader.Read();
            MillisBehindLatest = reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : 0;
        }
        else if (reader.ValueTextEquals("NextShardIterator"u8))
        {
            reader.Read();
            NextIterator = reader.GetString();
        }
        else
        {
            ReadChildShards(ref reader);
        }
    }

    private void ReadChildShards(ref Utf8JsonReader reader)
    {
        var isChildShards = reader.ValueTextEquals("ChildShards"u8);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        if (isChildShards && reader.TokenType != JsonTokenType.Null)
        {
            _childShards = (start, (int)reader.BytesConsumed);
        }
    }

    private void ReadRecord(ref Utf8JsonReader reader, int maxBytes)
    {
        var start = (int)reader.TokenStartIndex;
        var (arrivalStart, arrivalEnd, arrival, bytes, sequenceNumber) = (0, 0, 0.0, 0, (string?)null);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("Data"u8))
            {
                reader.Read();
                bytes = Base64Payload.DecodedLength(ref reader);
            }
            else if (reader.ValueTextEquals("ApproximateArrivalTimestamp"u8))
            {
                reader.Read();
                (arrivalStart, arrivalEnd, arrival) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed, reader.GetDouble());
            }
            else if (reader.ValueTextEquals("SequenceNumber"u8))
            {
                reader.Read();
                sequenceNumber = reader.GetString();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (IsCut || (_records.Count > 0 && Bytes + bytes > maxBytes))
        {
            IsCut = true;
            return;
        }

        _records.Add(new RecordSpan(start, (int)reader.BytesConsumed, arrivalStart, arrivalEnd, arrival));
        Bytes += bytes;
        LastSequenceNumber = sequenceNumber;
    }

    private readonly record struct RecordSpan(int Start, int End, int ArrivalStart, int ArrivalEnd, double Arrival);
}
