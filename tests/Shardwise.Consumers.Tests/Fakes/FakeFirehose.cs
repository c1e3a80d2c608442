using System.Text.Json.Nodes;
using Amazon.KinesisFirehose;
using Amazon.Runtime;

namespace Shardwise.Consumers.Tests.Fakes;

/// <summary>A real Firehose client over a wire that ends here; takes PutRecordBatch.</summary>
internal sealed class FakeFirehose : FakePutService
{
    /// <summary>The data of the records that were taken.</summary>
    public List<byte[]> Taken { get; } = [];

    public IAmazonKinesisFirehose Client() =>
        new AmazonKinesisFirehoseClient(new BasicAWSCredentials("key", "secret"), Configured(new AmazonKinesisFirehoseConfig()));

    protected override JsonObject? AnswerTo(string target) =>
        target == "Firehose_20150804.PutRecordBatch" ? null : throw new InvalidOperationException($"{target} is not expected here.");

    protected override JsonObject Take(JsonNode record)
    {
        Taken.Add(Convert.FromBase64String((string)record["Data"]!));
        return new() { ["RecordId"] = $"r{Taken.Count}" };
    }

    protected override JsonObject AnswerOf(JsonArray entries, int failed) => new() { ["FailedPutCount"] = failed, ["RequestResponses"] = entries };
}
