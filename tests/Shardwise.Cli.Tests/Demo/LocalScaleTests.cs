using Shardwise.Cli.Demo;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;
using Shardwise.Cli.Traces;

namespace Shardwise.Cli.Tests.Demo;

public sealed class LocalScaleTests
{
    [Fact]
    public void A_trace_within_the_peak_bounds_is_not_multiplied()
    {
        var scale = LocalScale.Fit(Load(2, 6, 4), records: 1_200, bytesPerRecord: 200);

        Assert.Equal(1, scale.Multiplier);
        Assert.Equal([2, 6, 4], scale.Shards);
        Assert.Equal(100, scale.RecordsPerShardMinute);
        Assert.Equal(20_000, scale.BytesPerShardMinute, precision: 6);
        Assert.Equal("a local shard is 1/3146 of a real one: 20 kB a minute", scale.Description);
    }

    [Theory]
    [InlineData(48, 0.25)]
    [InlineData(0.5, 8)]
    public void A_peak_out_of_bounds_is_multiplied_to_the_nearest_bound(double peak, double multiplier)
    {
        var scale = LocalScale.Fit(Load(peak / 2, peak), records: 1_000, bytesPerRecord: 200);

        Assert.Equal(multiplier, scale.Multiplier);
        Assert.Equal(peak * multiplier, scale.Shards.Max());
        Assert.StartsWith(FormattableString.Invariant($"trace x {multiplier}; a local shard is 1/"), scale.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_minutes_add_up_to_exactly_the_records_asked_for()
    {
        var scale = LocalScale.Fit(DayShape.Generate(), records: 300_001, bytesPerRecord: 150);

        Assert.Equal(300_001, scale.Records);
        Assert.Equal(scale.RecordsByMinute.Order(), scale.RecordsByMinute);
    }

    [Fact]
    public void A_shard_full_for_a_minute_takes_the_records_of_one_shard_equivalent()
    {
        var scale = LocalScale.Fit(DayShape.Generate(), records: 300_000, bytesPerRecord: 150);
        var firstMinute = scale.RecordsByMinute[0];

        Assert.Equal(scale.Shards[0], firstMinute * 150 / scale.BytesPerShardMinute, tolerance: 0.001);
    }

    [Fact]
    public void A_minutes_records_come_evenly_over_the_minute()
    {
        var scale = LocalScale.Fit(Load(4, 8), records: 1_200, bytesPerRecord: 200);

        Assert.Equal(0, scale.DueAt(TimeSpan.FromMinutes(-1)));
        Assert.Equal(100, scale.DueAt(TimeSpan.FromSeconds(15)));
        Assert.Equal(400, scale.DueAt(TimeSpan.FromMinutes(1)));
        Assert.Equal(800, scale.DueAt(TimeSpan.FromSeconds(90)));
        Assert.Equal(1_200, scale.DueAt(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_record_is_due_when_its_time_has_come()
    {
        var scale = LocalScale.Fit(Load(4, 0, 8), records: 1_200, bytesPerRecord: 200);

        Assert.Equal(TimeSpan.Zero, scale.DueTime(0));
        Assert.Equal(TimeSpan.FromSeconds(30), scale.DueTime(200));
        Assert.Equal(TimeSpan.FromMinutes(2), scale.DueTime(400));
        Assert.Equal(2, scale.MinuteOf(1_199));
    }

    [Theory]
    [InlineData(120, 60, 720_000)]
    [InlineData(10, 60, 60_000)]
    [InlineData(20_000, 60, 720_000)]
    public void A_short_run_offers_fewer_records(int minutes, double speed, int records) => Assert.Equal(records, LocalScale.RecordsFor(minutes, speed));

    [Fact]
    public void Bytes_bind_before_records_at_every_aggregate_size()
    {
        var bytesPerRecordLimit = ShardCapacity.BytesPerMinute / ShardCapacity.RecordsPerMinute;

        Assert.All([1.0, 20_000, 1e9], rate => Assert.True(LocalProducer.AggregateBytes(rate) > 1.5 * bytesPerRecordLimit));
    }

    [Fact]
    public void A_day_at_sixty_times_its_speed_has_shards_of_a_hundredth_at_least()
    {
        var scale = LocalScale.Fit(DayShape.Generate(), LocalScale.RecordsFor(DayShape.DefaultMinutes, speed: 60), ClickSize.MeanAggregatedBytes());

        Assert.InRange(scale.ShardFraction, 0.01, 1);
    }

    private static Trace Load(params double[] shards) => new("load", [.. shards.Select(load => new TraceMinute(0, load * ShardCapacity.BytesPerMinute))]);
}
