namespace Shardwise.Constructs.Limits;

/// <summary>What the scaler accepts of a stream's scaling target: Shardwise's own bounds, beside those of <see cref="KinesisLimits"/>.</summary>
public static class ScalerLimits
{
    /// <summary>The least utilisation to aim at. Below it nine tenths of every shard are paid for and idle.</summary>
    public const double MinTargetUtilization = 0.1;

    /// <summary>The greatest utilisation to aim at. Above it a minute's unevenness alone is throttled.</summary>
    public const double MaxTargetUtilization = 0.95;

    /// <summary>The shortest quiet while before scaling down. CloudWatch counts by the minute, so less cannot be seen.</summary>
    public static readonly TimeSpan MinScaleDownAfter = TimeSpan.FromMinutes(1);

    /// <summary>The longest quiet while before scaling down: a day, the span of the reshard budget.</summary>
    public static readonly TimeSpan MaxScaleDownAfter = TimeSpan.FromMinutes(1440);
}
