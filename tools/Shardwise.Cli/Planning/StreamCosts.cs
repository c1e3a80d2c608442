using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Planning;

/// <summary>What 30 days of a stream's traffic cost in each mode, in USD.</summary>
/// <param name="Name">The stream.</param>
/// <param name="Provisioned">Provisioned, in the cheaper of both ways.</param>
/// <param name="Standard">On-demand Standard.</param>
/// <param name="GigabytesIn">What on-demand bills in, in GB.</param>
/// <param name="GigabytesOut">What on-demand bills out, in GB.</param>
public sealed record StreamCosts(string Name, double Provisioned, double Standard, double GigabytesIn, double GigabytesOut)
{
    /// <summary>Which of the provisioned ways the cheaper is.</summary>
    public CapacityMode ProvisionedMode { get; init; } = CapacityMode.Scaled;

    /// <summary>How it is now, in words.</summary>
    public string Now { get; init; } = "";

    /// <summary>A plan's figures. The shards it has stand against the scaler only where they throttle no more.</summary>
    internal static StreamCosts Of(StreamPlan plan)
    {
        const double month = 30 * 1_440;
        var scaled = plan.Default.UsdAMonth + StreamPlan.ScalerUsdAMonth;
        var stays = plan.Now is { } now && now.UsdAMonth <= scaled && now.Replay!.ThrottledFraction <= plan.Default.Replay!.ThrottledFraction;
        var share = month / plan.Stream.Traffic.Minutes.Count;
        var onDemand = OnDemandCost.Of(plan.Stream.Traffic, new Prices());
        return new StreamCosts(
            plan.Stream.Name, stays
                ? plan.Now!.UsdAMonth
                : scaled, plan.Standard.UsdAMonth, onDemand.GigabytesIn * share, onDemand.GigabytesOut * share)
        {
            ProvisionedMode = stays ? CapacityMode.AsItIs : CapacityMode.Scaled,
            Now = plan.Stream.IsOnDemand ? "on demand" : plan.Now is { } present ? present.Name["now: ".Length..] : "",
        };
    }
}
