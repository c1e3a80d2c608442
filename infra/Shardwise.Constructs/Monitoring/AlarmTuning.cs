using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Monitoring;

/// <summary>How one alarm differs from what the construct would have made of it.</summary>
/// <remarks>What is not set stays as computed from the resource's own settings.</remarks>
public sealed record AlarmTuning
{
    // PutMetricAlarm evaluates at most a day; the shortest period here is a minute.
    private const int MaxPeriods = 1440;

    /// <summary>Whether the alarm is made.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Enabled { get; init; } = true;

    /// <summary>The threshold, in the metric's own unit.</summary>
    /// <value>The default is the construct's.</value>
    public double? Threshold { get; init; }

    /// <summary>How many of <see cref="Periods"/> must be past the threshold.</summary>
    /// <value>1 to <see cref="Periods"/>. The default is the construct's.</value>
    public int? Datapoints { get; init; }

    /// <summary>How many of the last periods are looked at.</summary>
    /// <value>1 to 1,440. The default is the construct's, or <see cref="Datapoints"/> where that is more.</value>
    public int? Periods { get; init; }

    /// <summary>Whom this alarm tells.</summary>
    /// <value>The default is <see cref="AlarmSettings.Topic"/>.</value>
    public ITopic? Topic { get; init; }

    internal void Check(PropsCheck check, string path)
    {
        check.Require(Threshold is not { } threshold || double.IsFinite(threshold), $"{path}.{nameof(Threshold)}", $"{Threshold}", "a number");
        if (Periods is { } periods)
            check.Whole($"{path}.{nameof(Periods)}", periods, 1, MaxPeriods);
        if (Datapoints is { } datapoints)
            check.Whole($"{path}.{nameof(Datapoints)}", datapoints, 1, Periods ?? MaxPeriods);
    }

    internal AlarmThreshold Applied(AlarmThreshold threshold)
    {
        var datapoints = Datapoints ?? Math.Min(threshold.Datapoints, Periods ?? threshold.Datapoints);
        return threshold with
        {
            Value = Threshold ?? threshold.Value,
            Datapoints = datapoints,
            Periods = Periods ?? Math.Max(threshold.Periods, datapoints),
        };
    }
}
