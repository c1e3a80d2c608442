using Shardwise.Cli.Demo;

namespace Shardwise.Cli.Tests.Demo;

public sealed class FunctionLogTests
{
    private readonly FunctionLog log = new();

    [Fact]
    public void The_scalers_last_decision_is_kept()
    {
        log.Read("""{"event":"decision","stream":"s","openShards":2,"targetShards":4,"utilization":0.9,"reason":"more is needed","outcome":"started","time":"2026-11-20T11:05:00Z"}""");
        Assert.Equal(4, log.Decision?.TargetShards);

        log.Read("""{"event":"decision","stream":"s","openShards":4,"targetShards":null,"utilization":0.4,"reason":"all is well","outcome":"none","time":"2026-11-20T11:06:00Z"}""");
        Assert.Equal(
            new ScalerDecision { Time = new(2026, 11, 20, 11, 6, 0, TimeSpan.Zero), OpenShards = 4, TargetShards = null, Reason = "all is well", Outcome = "none" },
            log.Decision);
    }

    [Fact]
    public void Consumers_batches_add_up()
    {
        log.Read("""{"event":"batch","processed":100,"deadLettered":1}""");
        log.Read("""{"event":"batch","processed":50,"deadLettered":0}""");

        Assert.Equal((150, 1), (log.Processed, log.DeadLetters));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a plain line about a \"decision\" and a \"batch\"")]
    [InlineData("""{"event":"decision"}""")]
    [InlineData("""{"event":"batch","processed":"many"}""")]
    [InlineData("""["batch"]""")]
    public void Any_other_line_is_passed_over(string line)
    {
        log.Read(line);

        Assert.Null(log.Decision);
        Assert.Equal((0, 0), (log.Processed, log.DeadLetters));
    }
}
