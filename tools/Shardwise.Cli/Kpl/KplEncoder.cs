using System.Globalization;
using System.Text.Json;
using Shardwise.Kpl;

namespace Shardwise.Cli.Kpl;

/// <summary>Puts lines together into one payload: the inverse of <see cref="KplDecoder"/>.</summary>
public static class KplEncoder
{
    /// <summary>Reads the lines and writes the payload.</summary>
    /// <param name="input">Lines of <see cref="UserRecordLine"/>; empty ones are passed over.</param>
    /// <param name="name">What to call the input in an error.</param>
    /// <returns>The payload. A single user record is written plain, as the KPL does.</returns>
    /// <exception cref="InputException">A line cannot be used, or the user records are more than one Kinesis record takes.</exception>
    public static byte[] Encode(TextReader input, string name)
    {
        var builder = new AggregatedRecordBuilder(AggregatedRecordBuilder.LargestMaxSizeInBytes);
        byte[]? plain = null;
        for (var number = 1; input.ReadLine() is { } text; number++)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            if (plain is not null)
            {
                throw Bad(name, number, "the record before it has no key; only a single record may have none");
            }

            var (line, data) = Parse(text, name, number);
            if (line.PartitionKey is not null)
            {
                Add(builder, line, data, name, number);
            }
            else if (builder.Count == 0 && line.ExplicitHashKey is null)
            {
                plain = data;
            }
            else
            {
                throw Bad(name, number, "key is missing; only a single record may have none");
            }
        }

        return plain ?? (builder.Count > 0 ? builder.Build().Data : throw new InputException($"{name} has no user record"));
    }

    private static (UserRecordLine Line, byte[] Data) Parse(string text, string name, int number)
    {
        try
        {
            using var line = RecordData.Parse(text);
            return (UserRecordLine.Read(line.RootElement), RecordData.Read(line.RootElement) ?? throw Bad(
                name, number, "it has none of data, text and base64"));
        }
        catch (JsonException exception)
        {
            throw Bad(name, number, "it is not a JSON object with key, explicitHashKey, and one of data, text and base64", exception);
        }
    }

    private static void Add(AggregatedRecordBuilder builder, UserRecordLine line, byte[] data, string name, int number)
    {
        try
        {
            if (!builder.TryAdd(line.PartitionKey!, data, line.ExplicitHashKey))
            {
                throw Bad(name, number, string.Create(CultureInfo.InvariantCulture,
                    $"with it the aggregate is larger than the {AggregatedRecordBuilder.LargestMaxSizeInBytes} bytes that Kinesis takes"));
            }
        }
        catch (ArgumentException exception)
        {
            throw Bad(name, number, exception.Message.ReplaceLineEndings(" "), exception);
        }
    }

    private static InputException Bad(string name, int line, string reason, Exception? cause = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name}, line {line}: {reason}"), cause);
}
