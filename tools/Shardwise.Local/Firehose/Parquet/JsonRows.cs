using System.Text;
using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>Makes rows of JSON records: a value for each column, in the table's order.</summary>
internal sealed class JsonRows
{
    private static readonly JsonReaderOptions Several = new() { AllowMultipleValues = true };

    private readonly JsonReading _reading;
    private readonly IReadOnlyList<(string Name, HiveType Type)> _columns;
    private readonly JsonCells _cells;

    public JsonRows(JsonReading reading, IReadOnlyList<(string Name, HiveType Type)> columns)
    {
        _reading = reading;
        _columns = columns;
        _cells = new JsonCells(reading);
    }

    /// <summary>A record is one JSON object, or several one after another.</summary>
    /// <exception cref="ConversionException">It is not, or does not fit the columns.</exception>
    public IReadOnlyList<object?[]> Read(ReadOnlyMemory<byte> record)
    {
        var rows = new List<object?[]>();
        try
        {
            var rest = record.Span.Trim(" \t\r\n"u8);
            if (rest.IsEmpty)
            {
                throw new ConversionException("MalformedData", "The record was empty or contained only whitespace.");
            }

            while (!rest.IsEmpty)
            {
                var reader = new Utf8JsonReader(rest, Several);
                using var document = JsonDocument.ParseValue(ref reader);
                rows.Add(Row(document.RootElement));
                rest = rest[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8);
            }
        }
        catch (JsonException)
        {
            throw new ConversionException("ParseError", "Encountered malformed JSON.");
        }

        return rows;
    }

    private object?[] Row(JsonElement document)
    {
        if (document.ValueKind == JsonValueKind.Array)
        {
            throw ConversionException.Mismatch("An array of JSON documents is not a valid input.");
        }

        if (document.ValueKind != JsonValueKind.Object)
        {
            throw new ConversionException(
                "MalformedData", "The input JSON contained a primitive at the top level. The top level must be an object or array.");
        }

        var members = _cells.Members(document);
        return [.. _columns.Select(column => _cells.Read(members.GetValueOrDefault(MemberOf(column.Name)), column.Type))];
    }

    private string MemberOf(string column) => _cells.NameOf(_reading.Members.GetValueOrDefault(column, column));
}
