using Shardwise.Cli.Planning;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Tests.Planning;

public sealed class AccountPlanTests
{
    private static readonly Prices Us = new();

    // 25 MiB a second for 30 days of 24 hours: 63,281.25 GB each way.
    [Fact]
    public void The_commitment_costs_what_it_bills_when_nothing_uses_it() =>
        Assert.Equal(63_281.25 * (0.032 + 0.016), AccountPlan.Of([], Us).CommitmentUsd, 1e-6);

    [Fact]
    public void A_few_small_streams_are_not_worth_the_commitment_and_each_has_its_cheaper_mode()
    {
        var plan = AccountPlan.Of(
        [
            new StreamCosts("bursts", Provisioned: 400, Standard: 60, 300, 300),
            new StreamCosts("steady", Provisioned: 90, Standard: 700, 8_000, 8_000) { ProvisionedMode = CapacityMode.AsItIs },
        ], Us);

        Assert.False(plan.Commits);
        Assert.Equal([CapacityMode.Standard, CapacityMode.AsItIs], plan.Streams.Select(each => each.Mode));
        Assert.Equal(150, plan.WithoutCommitmentUsd, 1e-9);
    }

    // Together they use the commitment; what runs cheaper on shards stays there.
    [Fact]
    public void Streams_that_use_the_commitment_together_belong_into_it_and_the_others_do_not()
    {
        var streams = Enumerable.Range(0, 20).Select(n => new StreamCosts($"s{n:00}", 900, 1_500, 5_000, 5_000)).ToList();
        var plan = AccountPlan.Of([.. streams, new StreamCosts("steady", 90, 5_000, 40_000, 40_000)], Us);

        Assert.True(plan.Commits);
        Assert.All(plan.Streams.Take(20), each => Assert.Equal(CapacityMode.Advantage, each.Mode));
        Assert.Equal(CapacityMode.Scaled, plan.Streams[^1].Mode);
        Assert.Equal(20 * 5_000 * 0.048 + 90, plan.WithCommitmentUsd, 1e-6);
    }

    // What is committed to and not used is paid for anyway: a stream that would be dearer by its gigabytes alone is free within it.
    [Fact]
    public void What_is_left_of_the_commitment_is_filled_with_streams()
    {
        var plan = AccountPlan.Of([new StreamCosts("large", 9_000, 9_500, 50_000, 50_000), new StreamCosts("small", 100, 400, 4_000, 4_000)], Us);

        Assert.True(plan.Commits);
        Assert.All(plan.Streams, each => Assert.Equal(CapacityMode.Advantage, each.Mode));
        Assert.Equal(plan.CommitmentUsd, plan.WithCommitmentUsd, 1e-9);
    }

    // Against all ways to divide up to eight streams: never better than the best, and never off by more than one stream that stays on its shards.
    [Fact]
    public void No_division_is_much_better_than_the_one_that_is_found()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            AgainstAllDivisions([.. Enumerable.Range(0, random.Next(9)).Select(n => new StreamCosts(
                $"s{n}", random.Next(10, 4_000), random.Next(20, 5_000), random.Next(10, 30_000), random.Next(10, 30_000)))]);
        }
    }

    private static void AgainstAllDivisions(List<StreamCosts> streams)
    {
        var plan = AccountPlan.Of(streams, Us);
        var best = Enumerable.Range(0, 1 << streams.Count).Min(bits => Usd(streams, n => (bits >> n & 1) == 1));

        Assert.InRange(plan.WithCommitmentUsd, best - 1e-6, best + streams.Select(stream => stream.Provisioned).DefaultIfEmpty().Max() + 1e-6);
        Assert.Equal(Math.Min(plan.WithCommitmentUsd, plan.WithoutCommitmentUsd), plan.Commits ? plan.WithCommitmentUsd : plan.WithoutCommitmentUsd);
        if (plan.Commits)
            Assert.Equal(plan.WithCommitmentUsd, Usd(streams, n => plan.Streams[n].Mode == CapacityMode.Advantage), 1e-6);
    }

    private static double Usd(List<StreamCosts> streams, Func<int, bool> onDemand)
    {
        const double committed = 63_281.25;
        double Of(Func<StreamCosts, double> amount) => Math.Max(committed, streams.Where((_, n) => onDemand(n)).Sum(amount));
        return streams.Where((_, n) => !onDemand(n)).Sum(stream => stream.Provisioned)
            + Of(stream => stream.GigabytesIn) * 0.032 + Of(stream => stream.GigabytesOut) * 0.016;
    }
}
