using Shardwise.Kpl;

namespace Shardwise.Cli.Kpl;

/// <summary>Takes a payload apart into lines, one a user record.</summary>
public static class KplDecoder
{
    /// <summary>Writes the lines.</summary>
    /// <param name="payload">A Kinesis record's data.</param>
    /// <param name="output">Where the lines go.</param>
    /// <returns>What the payload is. What is no readable aggregate is one line without keys.</returns>
    public static PayloadStatus Decode(ReadOnlyMemory<byte> payload, TextWriter output)
    {
        using var aggregate = AggregatedRecord.Read(payload);
        foreach (var record in aggregate)
        {
            var (line, data) = (new UserRecordLine(record.PartitionKey, record.ExplicitHashKey, record.SubSequenceNumber), record.Data);
            output.WriteLine(RecordData.Line(json =>
            {
                line.WriteTo(json);
                if (aggregate.Status is not (PayloadStatus.Plain or PayloadStatus.Aggregated))
                    json.WriteString("broken", aggregate.Status.ToString());
                RecordData.Write(json, data);
            }));
        }

        return aggregate.Status;
    }

    /// <summary>Reads base64 text, line ends and spaces allowed.</summary>
    /// <exception cref="InputException">It is not base64.</exception>
    public static byte[] FromBase64(byte[] text, string name)
    {
        try
        {
            return Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(text));
        }
        catch (FormatException exception)
        {
            throw new InputException($"{name} is not base64", exception);
        }
    }
}
