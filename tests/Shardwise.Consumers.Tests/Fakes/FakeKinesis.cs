using System.Text.Json.Nodes;
using Amazon.Kinesis;
using Amazon.Runtime;
using Shardwise.Kpl;

namespace Shardwise.Consumers.Tests.Fakes;

/// <summary>A real Kinesis client over a wire that ends here; a stream of one shard takes PutRecords.</summary>
internal sealed class FakeKinesis : FakePutService
{
    /// <summary>What was taken, a Kinesis record each: partition key and data.</summary>
    public List<(string Key, byte[] Data)> Taken { get; } = [];

    /// <summary>What was taken, taken apart.</summary>
    public IEnumerable<(string? Key, byte[] Data)> UserRecords =>
        from taken in Taken
        from record in AggregatedRecord.Read(taken.Data).Select(record => (record.PartitionKey ?? taken.Key, record.Data.ToArray()))
        select record;

    public IAmazonKinesis Client() => new AmazonKinesisClient(new BasicAWSCredentials("key", "secret"), Configured(new AmazonKinesisConfig()));

    protected override JsonObject? AnswerTo(string target) => target switch
    {
        "Kinesis_20131202.ListShards" => new()
        {
            ["Shards"] = new JsonArray(new JsonObject
            {
                ["ShardId"] = "shardId-000000000000",
                ["HashKeyRange"] = new JsonObject { ["StartingHashKey"] = "0", ["EndingHashKey"] = $"{UInt128.MaxValue}" },
                ["SequenceNumberRange"] = new JsonObject { ["StartingSequenceNumber"] = "1" },
            }),
        },
        "Kinesis_20131202.PutRecords" => null,
        _ => throw new InvalidOperationException($"{target} is not expected here."),
    };

    protected override JsonObject Take(JsonNode record)
    {
        Taken.Add(((string)record["PartitionKey"]!, Convert.FromBase64String((string)record["Data"]!)));
        return new() { ["SequenceNumber"] = "49", ["ShardId"] = "shardId-000000000000" };
    }

    protected override JsonObject AnswerOf(JsonArray entries, int failed)
    {
        foreach (var entry in entries.Where(entry => entry!["ErrorCode"] is not null))
        {
            entry!["ErrorCode"] = "ProvisionedThroughputExceededException";
        }

        return new() { ["FailedRecordCount"] = failed, ["Records"] = entries };
    }
}
