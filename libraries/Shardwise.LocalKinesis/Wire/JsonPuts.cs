using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Shardwise.LocalKinesis.Operations;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>
/// Reads PutRecord and PutRecords where they lie, in one pass, without an object a record. It takes only what breaks no rule of the model; anything
/// else it leaves
/// to the general parser, which knows what to say about it.
/// </summary>
internal static class JsonPuts
{
    private const int MostRecords = 500;
    private const int MostData = 10_485_760;

    // Any key of so many bytes has no more characters than allowed; a longer one may, and is counted by the general parser.
    private const int MostKeyBytes = 256;

    public static bool TryRead(Memory<byte> body, bool isSingle, Input input, out PutBatch? batch)
    {
        batch = new PutBatch(body, dataIsBase64: true);
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            var walk = new Walk(body.Span, input, batch, isSingle);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && walk.ReadRequest(ref reader) && !reader.Read())
            {
                return true;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The general parser says so.
        }

        batch.Dispose();
        batch = null;
        return false;
    }

    private readonly ref struct Walk(Span<byte> body, Input input, PutBatch batch, bool isSingle)
    {
        private readonly Span<byte> _body = body;

        public bool ReadRequest(ref Utf8JsonReader reader)
        {
            var (entry, hasRecords) = (new Found(), false);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (isSingle ? ReadField(ref reader, ref entry, out var known) : ReadRecordsMember(ref reader, ref hasRecords, out known))
                {
                    if (!known && !ReadOther(ref reader))
                    {
                        return false;
                    }
                }
                else
                {
                    return false;
                }
            }

            return isSingle ? Add(entry) : hasRecords && batch.Count > 0;
        }

        private bool ReadRecordsMember(ref Utf8JsonReader reader, ref bool hasRecords, out bool known)
        {
            known = reader.ValueTextEquals("Records"u8);
            if (!known)
            {
                return true;
            }

            reader.Read();
            if (hasRecords || reader.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            hasRecords = true;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.StartObject || batch.Count == MostRecords || !ReadRecord(ref reader))
                {
                    return false;
                }
            }

            return true;
        }

        private bool ReadRecord(ref Utf8JsonReader reader)
        {
            var entry = new Found();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (!ReadField(ref reader, ref entry, out var known))
                {
                    return false;
                }

                if (!known)
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            return Add(entry);
        }

        private bool Add(in Found found)
        {
            if (!found.HasData)
            {
                return false;
            }

            var entry = found.Entry;
            if (!found.HasHashKey && entry.HasKey)
            {
                entry.HashKey = PutBatch.HashOf(_body.Slice(entry.KeyStart, entry.KeyLength));
            }

            batch.Add(entry);
            return true;
        }

        private bool ReadField(ref Utf8JsonReader reader, ref Found found, out bool known)
        {
            known = true;
            if (reader.ValueTextEquals("Data"u8))
            {
                reader.Read();
                return ReadData(ref reader, ref found);
            }

            if (reader.ValueTextEquals("PartitionKey"u8))
            {
                reader.Read();
                found.Entry.HasKey = true;
                return Take(ref reader, out found.Entry.KeyStart, out found.Entry.KeyLength) && found.Entry.KeyLength is > 0 and <= MostKeyBytes;
            }

            if (reader.ValueTextEquals("ExplicitHashKey"u8))
            {
                reader.Read();
                found.HasHashKey = true;
                return reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueSpan.Length is > 0 and <= 39
                    && reader.ValueSpan.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
                        && (reader.ValueSpan[0] != (byte)'0' || reader.ValueSpan.Length == 1)
                    && UInt128.TryParse(reader.ValueSpan, CultureInfo.InvariantCulture, out found.Entry.HashKey);
            }

            known = false;
            return true;
        }

        private bool ReadData(ref Utf8JsonReader reader, ref Found found)
        {
            ref var entry = ref found.Entry;
            if (!Take(ref reader, out entry.DataStart, out entry.DataLength) || entry.DataLength % 4 != 0)
            {
                return false;
            }

            var text = _body.Slice(entry.DataStart, entry.DataLength);
            if (!Base64.IsValid(text, out entry.DataBytes) || entry.DataBytes > MostData || !EndsClean(text)
                || (entry.DataLength / 4 * 3) - entry.DataBytes > 2)
            {
                return false;
            }

            found.HasData = true;
            return true;
        }

        // The bits of the last character that no byte uses are zero, and there was no white space, which IsValid lets pass.
        private static bool EndsClean(ReadOnlySpan<byte> text)
        {
            if (text.ContainsAny(" \t\r\n"u8))
            {
                return false;
            }

            return text.EndsWith("=="u8) ? "AQgw"u8.Contains(text[^3]) : !text.EndsWith("="u8) || "AEIMQUYcgkosw048"u8.Contains(text[^2]);
        }

        // A string's bytes as they mean, in the place where they lay: an escape is longer than what it stands for. The .NET SDK escapes every '+'
        // of base64.
        private bool Take(ref Utf8JsonReader reader, out int start, out int length)
        {
            (start, length) = (0, 0);
            if (reader.TokenType != JsonTokenType.String)
            {
                return false;
            }

            (start, length) = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
            if (reader.ValueIsEscaped)
            {
                var scratch = ArrayPool<byte>.Shared.Rent(length);
                length = reader.CopyString(scratch);
                scratch.AsSpan(0, length).CopyTo(_body[start..]);
                ArrayPool<byte>.Shared.Return(scratch);
            }

            return true;
        }

        private bool ReadOther(ref Utf8JsonReader reader)
        {
            var member = reader.ValueTextEquals("StreamName"u8) ? Members.StreamName : reader.ValueTextEquals("StreamARN"u8)
                ? Members.StreamArn : null;
            if (member is not null)
            {
                reader.Read();
                var value = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
                input[member.Name] = value;
                return value.Length >= member.LeastLength && value.Length <= member.MostLength && member.Regex!.IsMatch(value);
            }

            // Rare, and with rules of their own.
            var isHarmless = !reader.ValueTextEquals("DryRun"u8) && !reader.ValueTextEquals("SequenceNumberForOrdering"u8)
                && !reader.ValueTextEquals("StreamId"u8);
            reader.Read();
            reader.Skip();
            return isHarmless;
        }
    }

    private struct Found
    {
        public PutEntry Entry;
        public bool HasData;
        public bool HasHashKey;
    }
}
