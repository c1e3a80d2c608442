using Shardwise.Cli.Demo;
using Shardwise.Scaling.Replay;
using Shardwise.Cli.Traces;

namespace Shardwise.Cli.Tests.Traces;

public sealed class SharedTraceTests
{
    [SharedDataFact]
    public void Two_hours_of_a_real_load_balancer_are_scaled_to_the_peak_that_two_cores_bear()
    {
        var trace = TraceReader.Read(Path.Combine(SharedDataFactAttribute.Folder!, "traces", "elb_request_count.csv.gz"), maxMinutes: 120);

        var scale = LocalScale.Fit(trace, LocalScale.RecordsFor(120, speed: 60), ClickSize.MeanAggregatedBytes());

        Assert.Equal("elb_request_count.csv.gz", trace.Name);
        Assert.Equal(LocalScale.MaxPeakShards, scale.Shards.Max(), precision: 9);
        Assert.Equal(LocalScale.DefaultRecords, scale.Records);
        Assert.InRange(scale.BytesPerShardMinute, 50_000, 2_000_000);
    }
}
