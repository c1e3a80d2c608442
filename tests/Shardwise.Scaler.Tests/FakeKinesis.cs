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
    public List<(string Key, string Value)> Tags { get; } = [];
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
        Ledger = Assert.Single(request.Tags, tag => tag.Key == "shardwise:operations").Value;
        return Task.FromResult(new AddTagsToStreamResponse());
    }

    public override Task<UpdateShardCountResponse> UpdateShardCountAsync(UpdateShardCountRequest request, CancellationToken cancellationToken = default)
    {
        Record("kinesis:UpdateShardCount", request.StreamName);
        Assert.Equal(ScalingType.UNIFORM_SCALING, request.ScalingType);
        Asked = request.TargetShardCount;
        return Task.FromResult(new UpdateShardCountResponse());
    }

    private void Record(string call, string stream)
    {
        Assert.Equal("clicks", stream);
        calls.Add(call);
        if (Failures.TryGetValue(call, out var failure) && failure() is { } error)
            throw error;
    }
}
