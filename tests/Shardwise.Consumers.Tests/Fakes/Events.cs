using System.Text;
using Amazon.Lambda.KinesisEvents;
using Shardwise.Kpl;

namespace Shardwise.Consumers.Tests.Fakes;

/// <summary>Kinesis events as Lambda hands them over.</summary>
internal static class Events
{
    public const string StreamArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";
    public const string ShardId = "shardId-000000000003";
    public static readonly DateTime Arrival = new(2026, 11, 20, 11, 5, 0, 250, DateTimeKind.Utc);

    public static KinesisEvent Of(params byte[][] payloads) => Of(0, payloads);

    /// <summary>An event whose first record has the given place in the stream.</summary>
    public static KinesisEvent Of(int first, IEnumerable<byte[]> payloads) =>
        new() { Records = [.. payloads.Select((payload, index) => Record(first + index, payload))] };

    public static KinesisEvent.KinesisEventRecord Record(int place, byte[] payload) => new()
    {
        EventId = $"{ShardId}:{Sequence(place)}",
        EventSourceARN = StreamArn,
        Kinesis = new KinesisEvent.Record
        {
            ApproximateArrivalTimestamp = Arrival,
            Data = new MemoryStream(payload),
            PartitionKey = "a",
            SequenceNumber = Sequence(place),
        },
    };

    public static string Sequence(int place) => $"4964000000000000000000{place:D4}";

    public static byte[] Plain(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>An aggregate of these texts, each under the key <c>key-{text}</c>.</summary>
    public static byte[] Aggregate(params string[] texts)
    {
        var builder = new AggregatedRecordBuilder();
        foreach (var text in texts)
        {
            Assert.True(builder.TryAdd($"key-{text}", Encoding.UTF8.GetBytes(text)));
        }

        return builder.Build().Data;
    }

    /// <summary>An aggregate whose checksum does not fit any more.</summary>
    public static byte[] Damaged(params string[] texts)
    {
        var bytes = Aggregate(texts);
        bytes[^1] ^= 1;
        return bytes;
    }
}
