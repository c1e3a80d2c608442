using System.Globalization;
using System.Net;
using System.Text;
using Amazon.Kinesis;
using Amazon.Runtime;

namespace Shardwise.Producer.Tests.Fakes;

/// <summary>Numbered user records, and whether they arrived.</summary>
internal static class Load
{
    public const string Throttled = "ProvisionedThroughputExceededException";

    /// <summary>Quick to flush and to retry, so that a test does not wait.</summary>
    public static ProducerOptions Quick => new()
    {
        RecordMaxBufferedTime = TimeSpan.FromMilliseconds(2),
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaxRetryDelay = TimeSpan.FromMilliseconds(4),
        RateLimit = 1_000_000,
    };

    public static string Key(int number) => $"user-{number % 97}";

    public static byte[] Data(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    public static Task<ProducedRecord>[] AddAll(KinesisProducer producer, int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(number => producer.AddAsync(Key(number), Data(number)))];

    /// <summary>Every number was acknowledged where it lies, and none is missing for a consumer, the KCL included.</summary>
    public static void AssertDelivered(FakeKinesis kinesis, IReadOnlyList<ProducedRecord> acknowledged)
    {
        var bySequence = kinesis.Records.ToDictionary(record => record.SequenceNumber);
        for (int number = 0; number < acknowledged.Count; number++)
        {
            ProducedRecord produced = acknowledged[number];
            FakeRecord record = bySequence[produced.SequenceNumber];
            Assert.Equal(record.Shard.Id, produced.ShardId);
            Assert.Equal(record.UserRecordCount > 1, produced.SubSequenceNumber is not null);
            Assert.Equal(
                (Key(number), number.ToString(CultureInfo.InvariantCulture), produced.SubSequenceNumber ?? 0),
                record.UserRecords(likeTheKcl: true).ElementAt(produced.SubSequenceNumber ?? 0));
        }
    }

    /// <summary>Within a key, in the order of the numbers; what was sent again comes twice, and the first time is what counts.</summary>
    public static void AssertInOrder(FakeKinesis kinesis)
    {
        var last = new Dictionary<string, int>();
        var seen = new HashSet<int>();
        foreach (FakeRecord record in kinesis.Records.OrderBy(record => record.SequenceNumber, StringComparer.Ordinal))
        {
            foreach ((string key, string text, _) in record.UserRecords())
            {
                int number = int.Parse(text, CultureInfo.InvariantCulture);
                if (seen.Add(number))
                {
                    Assert.True(number > last.GetValueOrDefault(key, -1), $"{number} of {key} came after {last.GetValueOrDefault(key)}");
                    last[key] = number;
                }
            }
        }
    }

    public static AmazonKinesisException Error(string code, HttpStatusCode status, string message = "no") => new(message, ErrorType.Sender, code, "r", status);
}
