using System.Text;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Shardwise.Consumers;
using Shardwise.Consumers.Tests.Serialization;

namespace Shardwise.Fuzz.Targets;

/// <summary>Kinesis events as JSON, damaged: refused with one sentence, or read exactly as Lambda's standard serializer reads them.</summary>
internal sealed class EventTarget : IFuzzTarget
{
    private static readonly KinesisEventSerializer Ours = new();
    private static readonly DefaultLambdaJsonSerializer Standard = new();

    private static readonly ByteMutations Damage = new(
        "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), ":"u8.ToArray(), "null"u8.ToArray(), "true"u8.ToArray(), "\\u0041"u8.ToArray(),
        "\\ud800"u8.ToArray(), "1e400"u8.ToArray(), "-1"u8.ToArray(), "253402300800"u8.ToArray(), "===="u8.ToArray(), " "u8.ToArray(), [0x80], [0xC3], [0xEF, 0xBB, 0xBF], "\"data\":"u8.ToArray(),
        "\"kinesis\":{"u8.ToArray(), "\"Records\":["u8.ToArray(), "\"approximateArrivalTimestamp\":"u8.ToArray());

    public string Name => "events";

    public byte[] Make(Random random)
    {
        var sound = new RandomEvents(random.Next()).Next();
        return random.Next(10) == 0 ? sound : Damage.Of(sound, random);
    }

    public void Check(byte[] input)
    {
        var (ours, problem) = Read(Ours, input);
        if (problem is not null and not InvalidDataException)
            throw new FuzzFindException($"It throws {problem.GetType()}: {problem.Message}");

        var (standard, refusal) = Read(Standard, input);
        if ((problem is null) != (refusal is null))
            throw new FuzzFindException($"Ours: {problem?.Message ?? "read"}. The standard serializer: {refusal?.InnerException?.Message ?? refusal?.Message ?? "read"}");
        if (ours != standard)
            throw new FuzzFindException($"Ours: {ours}{Environment.NewLine}The standard serializer: {standard}");
    }

    public void Dispose()
    {
    }

    private static (string? Read, Exception? Problem) Read(Amazon.Lambda.Core.ILambdaSerializer serializer, byte[] input)
    {
        try
        {
            var read = serializer.Deserialize<KinesisEvent>(new MemoryStream(input));
            var described = Describe(read);
            (read as IDisposable)?.Dispose();
            return (described, null);
        }
        catch (Exception problem)
        {
            return (null, problem);
        }
    }

    private static string Describe(KinesisEvent? read)
    {
        var text = new StringBuilder(read?.Records is null ? "no records" : "");
        foreach (var record in read?.Records ?? [])
        {
            text.Append(record?.AwsRegion).Append('|').Append(record?.EventId).Append('|').Append(record?.EventName).Append('|').Append(record?.EventSource).Append('|')
                .Append(record?.EventSourceARN).Append('|').Append(record?.EventVersion).Append('|').Append(record?.InvokeIdentityArn).Append('|');
            if (record?.Kinesis is { } kinesis)
            {
                text.Append(kinesis.KinesisSchemaVersion).Append(';').Append(kinesis.PartitionKey).Append(';').Append(kinesis.SequenceNumber).Append(';')
                    .Append(kinesis.EncryptionType?.Value).Append(';').Append(Milliseconds(kinesis.ApproximateArrivalTimestamp)).Append(';')
                    .Append(kinesis.Data is null ? "-" : Convert.ToHexString(kinesis.Data.ToArray()));
            }

            text.AppendLine();
        }

        return text.ToString();
    }

    // Times are read to the millisecond.
    private static string Milliseconds(DateTime? time) => time is { } at ? $"{Math.Round(at.Ticks / (double)TimeSpan.TicksPerMillisecond)} {at.Kind}" : "-";
}
