using System.Globalization;
using System.Net;
using Amazon;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>Kinesis with any number of streams: it refuses what AWS refuses, writes each refusal down, and fails where it is told to.</summary>
internal sealed class SimulatedKinesis(SimulatedAccount account) : AmazonKinesisClient(new BasicAWSCredentials("id", "secret"), RegionEndpoint.USEast1)
{
    public override Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:DescribeStreamSummary", request.StreamName, stream => new DescribeStreamSummaryResponse
        {
            StreamDescriptionSummary = new StreamDescriptionSummary
            {
                StreamName = stream.Name,
                StreamARN = stream.Arn,
                StreamStatus = stream.IsUpdating ? StreamStatus.UPDATING : StreamStatus.ACTIVE,
                OpenShardCount = stream.Shards.Count,
                ConsumerCount = stream.Consumers.Count,
                StreamModeDetails = new StreamModeDetails { StreamMode = stream.Mode },
                EnhancedMonitoring = [new EnhancedMetrics { ShardLevelMetrics = stream.ShardMetrics.Count == 0 ? null : [.. stream.ShardMetrics] }],
            },
        });

    public override Task<ListTagsForStreamResponse> ListTagsForStreamAsync(ListTagsForStreamRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:ListTagsForStream", request.StreamName, stream =>
            new ListTagsForStreamResponse { HasMoreTags = false, Tags = [.. stream.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })] });

    public override Task<AddTagsToStreamResponse> AddTagsToStreamAsync(AddTagsToStreamRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:AddTagsToStream", request.StreamName, stream =>
        {
            RefuseBusy(stream);
            foreach (var (key, value) in request.Tags)
            {
                Refuse(stream, value.Length > 256 || !value.All(c => char.IsLetterOrDigit(c) || char.IsWhiteSpace(c) || "_.:/=+-@".Contains(c)), "InvalidArgumentException", $"tag {value}");
                stream.Tags[key] = value;
            }

            return new AddTagsToStreamResponse();
        });

    public override Task<UpdateShardCountResponse> UpdateShardCountAsync(UpdateShardCountRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:UpdateShardCount", request.StreamName, stream =>
        {
            var (open, to) = (stream.Shards.Count, request.TargetShardCount!.Value);
            Refuse(stream, stream.Mode == StreamMode.ON_DEMAND, "ValidationException", "on-demand");
            RefuseBusy(stream);
            Refuse(stream, to > 2 * open || to < (open + 1) / 2 || to == open, "InvalidArgumentException", $"{open} to {to}");
            Refuse(stream, stream.Operations.Count(operation => operation.At > stream.Now.AddDays(-1)) >= 10, "LimitExceededException", "ten times in the last 24 hours");
            Refuse(stream, to > stream.AccountLimit, "LimitExceededException", "quota");
            stream.Update(to);
            return new UpdateShardCountResponse();
        });

    public override Task<SplitShardResponse> SplitShardAsync(SplitShardRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:SplitShard", request.StreamName, stream =>
        {
            RefuseBusy(stream);
            var shard = Open(stream, request.ShardToSplit);
            var at = UInt128.Parse(request.NewStartingHashKey, CultureInfo.InvariantCulture);
            Refuse(stream, !shard.IsInside(at), "InvalidArgumentException", $"{at} is not inside");
            Refuse(stream, stream.Shards.Count + 1 > stream.AccountLimit, "LimitExceededException", "quota");
            stream.Split(shard, at);
            return new SplitShardResponse();
        });

    public override Task<MergeShardsResponse> MergeShardsAsync(MergeShardsRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:MergeShards", request.StreamName, stream =>
        {
            RefuseBusy(stream);
            var (lower, upper) = (Open(stream, request.ShardToMerge), Open(stream, request.AdjacentShardToMerge));
            Refuse(stream, unchecked(lower.End + 1) != upper.Start, "InvalidArgumentException", "not adjacent");
            stream.Merge(lower, upper);
            return new MergeShardsResponse();
        });

    public override Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:ListShards", request.StreamName, stream => new ListShardsResponse
        {
            Shards = [.. stream.Shards.Select(shard => new Shard
            {
                ShardId = shard.Id,
                SequenceNumberRange = new SequenceNumberRange { StartingSequenceNumber = "1" },
                HashKeyRange = new HashKeyRange { StartingHashKey = shard.Start.ToString(CultureInfo.InvariantCulture), EndingHashKey = shard.End.ToString(CultureInfo.InvariantCulture) },
            })],
        });

    public override Task<DescribeLimitsResponse> DescribeLimitsAsync(DescribeLimitsRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:DescribeLimits", null, stream => new DescribeLimitsResponse { ShardLimit = stream.AccountLimit, OpenShardCount = stream.Shards.Count });

    public override Task<EnableEnhancedMonitoringResponse> EnableEnhancedMonitoringAsync(EnableEnhancedMonitoringRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:EnableEnhancedMonitoring", request.StreamName, stream =>
        {
            RefuseBusy(stream);
            stream.ShardMetrics.UnionWith(request.ShardLevelMetrics);
            stream.Busy(TimeSpan.FromSeconds(20));
            return new EnableEnhancedMonitoringResponse();
        });

    public override Task<DisableEnhancedMonitoringResponse> DisableEnhancedMonitoringAsync(DisableEnhancedMonitoringRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:DisableEnhancedMonitoring", request.StreamName, stream =>
        {
            RefuseBusy(stream);
            stream.ShardMetrics.ExceptWith(request.ShardLevelMetrics);
            stream.Busy(TimeSpan.FromSeconds(20));
            return new DisableEnhancedMonitoringResponse();
        });

    public override Task<ListStreamConsumersResponse> ListStreamConsumersAsync(ListStreamConsumersRequest request, CancellationToken cancellationToken = default) =>
        account.Served("kinesis:ListStreamConsumers", request.StreamARN.Split('/')[^1], stream =>
            new ListStreamConsumersResponse { Consumers = [.. stream.Consumers.Select(name => new Consumer { ConsumerName = name })] });

    private static KeyRange Open(SimulatedStream stream, string id)
    {
        var shard = stream.Shards.Find(shard => shard.Id == id);
        Refuse(stream, shard.Id is null, "ResourceNotFoundException", $"shard {id} is not open");
        return shard;
    }

    private static void RefuseBusy(SimulatedStream stream) => Refuse(stream, stream.IsUpdating, "ResourceInUseException", "busy");

    private static void Refuse(SimulatedStream stream, bool refused, string code, string why)
    {
        if (!refused)
            return;
        stream.Refusals.Add($"{stream.Now:HH:mm} {code}: {why}");
        throw new AmazonKinesisException(why, ErrorType.Sender, code, "request", HttpStatusCode.BadRequest);
    }
}
