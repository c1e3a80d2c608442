using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Describes a stream without its shards.</summary>
internal static class DescribeStreamSummary
{
    public static readonly Operation Operation = new(
        "DescribeStreamSummary",
        [Members.StreamName, Members.StreamArn, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(20);
        var stream = call.RequireStream();
        lock (stream.Gate)
        {
            call.Reply.StartObject();
            call.Reply.Name("StreamDescriptionSummary"u8);
            call.Reply.StartObject();
            Answers.Description(call.Reply, stream);
            call.Reply.Number("OpenShardCount"u8, stream.Status == StreamStatus.Creating ? 0 : stream.Routes.Shards.Length);
            call.Reply.Number("ConsumerCount"u8, stream.Consumers.Count);
            call.Reply.Number("MaxRecordSizeInKiB"u8, stream.MaxRecordKiB);
            WriteOnDemand(call, stream);
            call.Reply.EndObject();
            call.Reply.EndObject();
        }
    }

    private static void WriteOnDemand(Call call, KinesisStream stream)
    {
        // WarmThroughputObject in the API reference: of on-demand streams, in accounts with the commitment.
        if (stream.IsOnDemand && UpdateStreamWarmThroughput.IsCommitted(call))
        {
            UpdateStreamWarmThroughput.Write(call.Reply, stream, stream.Routes.Shards.Length);
        }

        if (stream.IsOnDemand)
        {
            call.Reply.Text("RecordDistributionStrategy"u8, stream.DistributesByItself ? "AUTO" : "USER_PARTITION_KEY");
        }
    }
}
