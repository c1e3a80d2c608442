using Amazon.Kinesis;
using Amazon.Kinesis.Model;

namespace Shardwise.Local.Tests.Services;

[Collection(LocalServicesFixture.Collection)]
public sealed class ReshardTests(LocalServicesFixture local)
{
    [Fact]
    public async Task UpdateShardCount_makes_uniform_ranges_whatever_the_counts_before()
    {
        var random = new Random(7);
        var stream = await local.CreateStreamAsync(3);
        var count = 3;
        for (var i = 0; i < 8; i++)
        {
            var target = Enumerable.Range((count + 1) / 2, (2 * count) - ((count + 1) / 2) + 1).Where(m => m != count && m <= 12).OrderBy(_ => random.Next()).First();
            var reply = await local.ReshardAsync(stream, target);

            Assert.Equal((count, target), (reply.CurrentShardCount, reply.TargetShardCount));
            AssertUniform(local.Services.Kinesis.Find(stream)!, target);
            await AssertLegalHistoryAsync(stream, target);
            count = target;
        }
    }

    [Fact]
    public async Task While_a_reshard_lasts_the_stream_is_UPDATING_with_the_old_count_and_refuses_another()
    {
        var stream = await local.CreateStreamAsync(2);
        var finished = local.FinishedAsync(stream);
        await UpdateAsync(stream, 4);

        var during = await SummaryAsync(stream);
        Assert.Equal((StreamStatus.UPDATING, 2), (during.StreamStatus, during.OpenShardCount));
        var refused = await Assert.ThrowsAsync<ResourceInUseException>(() => UpdateAsync(stream, 3));
        Assert.Equal($"Stream {stream} under account 000000000000 not ACTIVE, instead in state UPDATING", refused.Message);

        var reshard = await finished;
        Assert.Equal((2, 4), (reshard.From, reshard.To));
        var after = await SummaryAsync(stream);
        Assert.Equal((StreamStatus.ACTIVE, 4), (after.StreamStatus, after.OpenShardCount));
    }

    [Theory]
    [InlineData(9, "UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 4 Target shard count: 9")]
    [InlineData(1, "UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: 4 Target shard count: 1")]
    [InlineData(4, "UpdateShardCount must change the open shard count. Current open shard count: 4 Target shard count: 4")]
    public async Task A_target_that_AWS_refuses_is_refused(int target, string message)
    {
        var stream = await local.CreateStreamAsync(4);

        var refused = await Assert.ThrowsAsync<InvalidArgumentException>(() => UpdateAsync(stream, target));

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public async Task The_eleventh_update_of_a_day_is_refused()
    {
        var stream = await local.CreateStreamAsync(1);
        for (var i = 0; i < 10; i++)
        {
            await local.ReshardAsync(stream, 1 + ((i + 1) % 2));
        }

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => UpdateAsync(stream, 2));

        Assert.Equal($"Stream {stream} under account 000000000000 has been updated 10 times in the last 24 hours, the limit of UpdateShardCount.", refused.Message);
        Assert.Equal(10, local.Services.Kinesis.Find(stream)!.OperationsInLastDay);
    }

    [Fact]
    public async Task An_on_demand_stream_and_a_missing_one_are_refused()
    {
        var stream = "od-" + Guid.NewGuid().ToString("N")[..8];
        await local.Kinesis.CreateStreamAsync(new CreateStreamRequest { StreamName = stream, StreamModeDetails = new StreamModeDetails { StreamMode = StreamMode.ON_DEMAND } });

        await Assert.ThrowsAsync<ValidationException>(() => UpdateAsync(stream, 8));
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => UpdateAsync("missing", 8));
    }

    [Fact]
    public async Task A_split_and_a_merge_of_the_user_pass_through()
    {
        var stream = await local.CreateStreamAsync(1);
        var finished = local.FinishedAsync(stream);
        await local.Kinesis.SplitShardAsync(new SplitShardRequest { StreamName = stream, ShardToSplit = "shardId-000000000000", NewStartingHashKey = "1000" });
        Assert.Equal((StreamStatus.UPDATING, 1), await StatusAsync(stream));
        await finished;
        Assert.Equal((StreamStatus.ACTIVE, 2), await StatusAsync(stream));

        finished = local.FinishedAsync(stream);
        await local.Kinesis.MergeShardsAsync(new MergeShardsRequest { StreamName = stream, ShardToMerge = "shardId-000000000001", AdjacentShardToMerge = "shardId-000000000002" });
        await finished;
        Assert.Equal((StreamStatus.ACTIVE, 1), await StatusAsync(stream));
        Assert.Equal(0, local.Services.Kinesis.Find(stream)!.OperationsInLastDay);
    }

    private async Task<(StreamStatus, int?)> StatusAsync(string stream) => await SummaryAsync(stream) is var summary ? (summary.StreamStatus, summary.OpenShardCount) : default;

    private async Task<StreamDescriptionSummary> SummaryAsync(string stream) =>
        (await local.Kinesis.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = stream })).StreamDescriptionSummary;

    private Task<UpdateShardCountResponse> UpdateAsync(string stream, int target) => local.Kinesis.UpdateShardCountAsync(
        new UpdateShardCountRequest { StreamName = stream, TargetShardCount = target, ScalingType = ScalingType.UNIFORM_SCALING });

    private static void AssertUniform(StreamSnapshot stream, int count)
    {
        var open = stream.Shards.Where(shard => shard.IsOpen).OrderBy(shard => shard.StartingHashKey).ToArray();
        Assert.Equal(count, open.Length);
        Assert.Equal(UInt128.Zero, open[0].StartingHashKey);
        Assert.Equal(UInt128.MaxValue, open[^1].EndingHashKey);
        for (var i = 0; i < count; i++)
        {
            var width = open[i].EndingHashKey - open[i].StartingHashKey;
            Assert.InRange((double)width / (double)(UInt128.MaxValue / (UInt128)count), 0.999999, 1.000001);
            if (i > 0)
            {
                Assert.Equal(open[i - 1].EndingHashKey + 1, open[i].StartingHashKey);
            }
        }
    }

    private async Task AssertLegalHistoryAsync(string stream, int open)
    {
        var shards = (await local.Kinesis.ListShardsAsync(new ListShardsRequest { StreamName = stream })).Shards;
        var isOpen = shards.ToDictionary(shard => shard.ShardId, shard => shard.SequenceNumberRange.EndingSequenceNumber is null);
        Assert.Equal(open, isOpen.Values.Count(value => value));
        foreach (var parent in shards.SelectMany(shard => new[] { shard.ParentShardId, shard.AdjacentParentShardId }).OfType<string>())
        {
            Assert.False(isOpen[parent]);
        }
    }
}
