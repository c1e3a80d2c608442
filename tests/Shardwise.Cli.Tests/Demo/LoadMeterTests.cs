using Shardwise.Cli.Demo;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;
using Shardwise.Cli.Traces;

namespace Shardwise.Cli.Tests.Demo;

public sealed class LoadMeterTests
{
    private readonly LocalScale scale = LocalScale.Fit(
        new Trace("load", [new(0, 4 * ShardCapacity.BytesPerMinute), new(0, 4 * ShardCapacity.BytesPerMinute)]), records: 800, bytesPerRecord: 100);

    [Fact]
    public void Counts_are_cut_into_minutes_of_shard_equivalents()
    {
        var meter = new LoadMeter(scale);

        meter.Sample(TimeSpan.FromSeconds(-5), 0, 0, 2);
        meter.Sample(TimeSpan.FromSeconds(30), 10_000, 0, 2);
        meter.Sample(TimeSpan.FromSeconds(59), 20_000, 5_000, 2);
        meter.Sample(TimeSpan.FromSeconds(61), 30_000, 5_000, 4);
        meter.Sample(TimeSpan.FromSeconds(170), 30_000, 5_000, 4);

        Assert.Equal([new LoadMinute(4, 2, 0.5, 2), new LoadMinute(4, 1, 0, 4), new LoadMinute(0, 0, 0, 4)], meter.Minutes);
        Assert.Equal(0.25, meter.LastWhole.Utilization);
    }
}
