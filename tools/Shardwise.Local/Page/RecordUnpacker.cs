using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Shardwise.Kpl;

namespace Shardwise.Local.Page;

/// <summary>
/// Takes a record apart: a KPL aggregate into user records, gzip unpacked, JSON laid out. What it gives has a bound, whatever it is given.
/// </summary>
internal static class RecordUnpacker
{
    private const int MostParts = 500;
    private const int MostUnpacked = 16 * 1024 * 1024;
    private const int LongestText = 200_000;
    private const int LongestInAll = 2_000_000;
    private const int MostHexBytes = 4096;
    private const int BytesInLine = 16;

    private static readonly JsonWriterOptions LaidOut = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static UnpackedRecord Unpack(ReadOnlyMemory<byte> data)
    {
        using var payload = AggregatedRecord.Read(data);
        var parts = new List<UnpackedPart>();
        int left = LongestInAll;
        foreach (var record in payload.Take(MostParts))
        {
            var part = Part(record, Math.Min(left, LongestText));
            parts.Add(part);
            left -= part.Text.Length;
            if (left <= 0)
            {
                break;
            }
        }

        return new UnpackedRecord
        {
            Size = data.Length,
            IsAggregate = payload.Status != PayloadStatus.Plain,
            Problem = payload.Problem,
            Count = payload.Count,
            Parts = parts,
        };
    }

    private static UnpackedPart Part(UserRecord record, int longest)
    {
        var (bytes, problem) = Ungzipped(record.Data);
        var (format, text) = Text(bytes.Span);
        return new UnpackedPart
        {
            PartitionKey = record.PartitionKey,
            ExplicitHashKey = record.ExplicitHashKey,
            SubSequenceNumber = record.SubSequenceNumber,
            Size = record.Data.Length,
            UnpackedSize = bytes.Equals(record.Data) ? null : bytes.Length,
            Format = format,
            Text = text.Length > longest ? Cut(text, longest) : text,
            IsCut = text.Length > longest || (format == "binary" && bytes.Length > MostHexBytes),
            Problem = problem,
        };
    }

    private static bool IsGzip(ReadOnlySpan<byte> data) => data.Length >= 18 && data is [0x1F, 0x8B, 8, ..];

    private static (ReadOnlyMemory<byte> Bytes, string? Problem) Ungzipped(ReadOnlyMemory<byte> data)
    {
        if (!IsGzip(data.Span))
        {
            return (data, null);
        }

        var output = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
            byte[] buffer = new byte[65_536];
            for (int count; (count = gzip.Read(buffer)) > 0;)
            {
                if (output.Length + count > MostUnpacked)
                {
                    return (data, FormattableString.Invariant($"its gzip is more than {MostUnpacked} bytes when unpacked, which is not shown"));
                }

                output.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException)
        {
            return (data, "its gzip is damaged");
        }

        // A stream that is cut off ends without a word: its last four bytes say how long it is when unpacked (where it has one part, as nearly
        // all have).
        bool isWhole = BinaryPrimitives.ReadUInt32LittleEndian(data.Span[^4..]) == (uint)output.Length;
        string? problem = isWhole ? null : "its gzip is cut off, or has several parts: what is shown may be a part";
        return (output.GetBuffer().AsMemory(0, (int)output.Length), problem);
    }

    private static (string Format, string Text) Text(ReadOnlySpan<byte> data)
    {
        if (!Utf8.IsValid(data) || data.IndexOf((byte)0) >= 0)
        {
            return ("binary", Hex(data[..Math.Min(data.Length, MostHexBytes)]));
        }

        return Json(data) is { } json ? ("JSON", json) : ("text", Encoding.UTF8.GetString(data));
    }

    // Numbers stay as they are written: 64 bits and more are common, and a reader of doubles would change them.
    private static string? Json(ReadOnlySpan<byte> data)
    {
        int first = data.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0 || data[first] is not ((byte)'{' or (byte)'['))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(data);
            using var document = JsonDocument.ParseValue(ref reader);
            if (data[(int)reader.BytesConsumed..].ContainsAnyExcept(" \t\r\n"u8))
            {
                return null;
            }

            using var output = new MemoryStream();
            using (var writer = new Utf8JsonWriter(output, LaidOut))
            {
                document.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(output.GetBuffer().AsSpan(0, (int)output.Length));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or JSON with half a surrogate pair: shown as it came.
            return null;
        }
    }

    private static string Hex(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder();
        for (int offset = 0; offset < data.Length; offset += BytesInLine)
        {
            var line = data.Slice(offset, Math.Min(BytesInLine, data.Length - offset));
            text.Append(CultureInfo.InvariantCulture, $"{offset:x4}  ");
            for (int index = 0; index < BytesInLine; index++)
            {
                text.Append(index < line.Length ? line[index].ToString("x2", CultureInfo.InvariantCulture) : "  ").Append(index == 7 ? "  " : " ");
            }

            text.Append(' ');
            foreach (byte value in line)
            {
                text.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    // No half of a pair at the end.
    private static string Cut(string text, int length) =>
        length > 0 && char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
}
