using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Scaling;

/// <summary>What a <see cref="ShardAutoscaler"/> is made of.</summary>
public sealed record ShardAutoscalerProps
{
    /// <summary>How long the scaler's log, with the reason of every decision, is kept.</summary>
    /// <value>The default is three months.</value>
    public RetentionDays LogRetention { get; init; } = RetentionDays.THREE_MONTHS;

    /// <summary>The alarms: the scaler fails, the scaler does not run, and for each stream what only a person can help.</summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();
}
