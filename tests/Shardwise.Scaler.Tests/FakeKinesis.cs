using System.Net;
using Amazon;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace Shardwise.Scaler.Tests;

/// <summary>One stream, as Kinesis answers for it; records every call.</summary>
internal sealed class FakeKinesis(List<string> calls) : AmazonKinesisClient(new BasicAWSCredentials("id", "secret"), RegionEndpoint.USEast1)
{
    public int OpenShards { get; set; } = 4;
    public StreamStatus Status { get; set; } = StreamStatus.ACTIVE;
    public StreamMode Mode { get; set; } = StreamMode.PROVISIONED;
    public WarmThroughputObject? Warm { get; set; }
    public string? Commitment { get; set; }
    public int? AskedToWarm { get; private set; }
    public List<(string Key, string Value)> Tags { get; } = [];
    public int ShardLimit { get; set; } = 1_000;
    public string? State => Tags.Find(tag => tag.Key == "shardwise:state").Value;
    public int TagsAPage { get; set; } = 50;
    public int? Asked { get; private set; }
    public Dictionary<string, Func<Exception?>> Failures { get; } = [];

    public string? Ledger
    {
        get => Tags.Find(tag => tag.Key == "shardwise:operations").Value;
        set
        {
            Tags.RemoveAll(tag => tag.Key == "shardwise:operations");
            Tags.Add(("shardwise:operations", value!));
        }
    }

    public static Exception Error(string code, string message, int status = 400) =>
        new AmazonKinesisException(message, ErrorType.Unknown, code, "request", (HttpStatusCode)status);

    public override Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(
        DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default)
    {
        Record("kinesis:DescribeStreamSummary", request.StreamName);
        return Task.FromResult(new DescribeStreamSummaryResponse
        {
            StreamDescriptionSummary = new StreamDescriptionSummary
            {
                StreamName = request.StreamName, StreamStatus = Status, OpenShardCount = OpenShards, StreamModeDetails = new StreamModeDetails { StreamMode = Mode },
                WarmThroughput = Warm,
            },
        });
    }

    public override Task<ListTagsForStreamResponse> ListTagsForStreamAsync(ListTagsForStreamRequest request, CancellationToken cancellationToken = default)
    {
        Record("kinesis:ListTagsForStream", request.StreamName);
        var first = Tags.FindIndex(tag => tag.Key == request.ExclusiveStartTagKey) + 1;
        var page = Tags.Skip(first).Take(TagsAPage).Select(tag => new Tag { Key = tag.Key, Value = tag.Value }).ToList();
        return Task.FromResult(new ListTagsForStreamResponse { Tags = page.Count == 0 ? null : page, HasMoreTags = first + page.Count < Tags.Count });
    }

    public override Task<AddTagsToStreamResponse> AddTagsToStreamAsync(AddTagsToStreamRequest request, CancellationToken cancellationToken = default)
    {
        Record("kinesis:AddTagsToStream", request.StreamName);
        foreach (var (key, value) in request.Tags)
        {
            Tags.RemoveAll(tag => tag.Key == key);
            Tags.Add((key, value));
        }

        return Task.FromResult(new AddTagsToStreamResponse());
    }

    public override Task<UpdateShardCountResponse> UpdateShardCountAsync(UpdateShardCountRequest request, CancellationToken cancellationToken = default)
    {
        Record("kinesis:UpdateShardCount", request.StreamName);
        Assert.Equal(ScalingType.UNIFORM_SCALING, request.ScalingType);
        Asked = request.TargetShardCount;
        return Task.FromResult(new UpdateShardCountResponse());
    }

    public override Task<UpdateStreamWarmThroughputResponse> UpdateStreamWarmThroughputAsync(
        UpdateStreamWarmThroughputRequest request, CancellationToken cancellationToken = default)
    {
        Record("kinesis:UpdateStreamWarmThroughput", request.StreamName);
        AskedToWarm = request.WarmThroughputMiBps;
        return Task.FromResult(new UpdateStreamWarmThroughputResponse());
    }

    public override Task<DescribeAccountSettingsResponse> DescribeAccountSettingsAsync(
        DescribeAccountSettingsRequest request, CancellationToken cancellationToken = default)
    {
        Record("kinesis:DescribeAccountSettings", "clicks");
        return Task.FromResult(new DescribeAccountSettingsResponse
        {
            MinimumThroughputBillingCommitment = Commitment is null ? null : new MinimumThroughputBillingCommitmentOutput { Status = Commitment },
        });
    }

    public override Task<DescribeLimitsResponse> DescribeLimitsAsync(DescribeLimitsRequest request, CancellationToken cancellationToken = default)
    {
        Record("kinesis:DescribeLimits", "clicks");
        return Task.FromResult(new DescribeLimitsResponse { ShardLimit = ShardLimit, OpenShardCount = OpenShards });
    }

    public override Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default)
    {
        Record("kinesis:ListShards", request.StreamName);
        return Task.FromResult(new ListShardsResponse { Shards = [.. Enumerable.Range(0, OpenShards).Select(Shard)] });
    }

    public override Task<SplitShardResponse> SplitShardAsync(SplitShardRequest request, CancellationToken cancellationToken = default)
    {
        Record("kinesis:SplitShard", request.StreamName);
        return Task.FromResult(new SplitShardResponse());
    }

    private Shard Shard(int index) => new()
    {
        ShardId = $"shardId-{index:000000000000}",
        SequenceNumberRange = new SequenceNumberRange { StartingSequenceNumber = "1" },
        HashKeyRange = new HashKeyRange { StartingHashKey = Start(index).ToString(), EndingHashKey = (Start(index + 1) - 1).ToString() },
    };

    private System.Numerics.BigInteger Start(int index) => (System.Numerics.BigInteger.One << 128) * index / OpenShards;

    private void Record(string call, string stream)
    {
        Assert.Equal("clicks", stream);
        calls.Add(call);
        if (Failures.TryGetValue(call, out var failure) && failure() is { } error)
            throw error;
    }
}
