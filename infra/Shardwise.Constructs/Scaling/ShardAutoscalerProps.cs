using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Scaling;

/// <summary>What a <see cref="ShardAutoscaler"/> is made of.</summary>
public sealed record ShardAutoscalerProps
{
    /// <summary>How long the scaler's log, with the reason of every decision, is kept.</summary>
    /// <value>The default is three months.</value>
    public RetentionDays LogRetention { get; init; } = ConstructDefaults.Current.ScalerLogRetention;

    /// <summary>
    /// The alarms: <c>Errors</c> and <c>Silence</c> of the scaler, and for each stream what only a person can help: <c>ShardQuotaReached</c>,
    /// <c>HotKey</c>, <c>BudgetShort</c>.
    /// </summary>
    /// <value>The default makes them and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"ShardAutoscaler '{id}' has invalid properties");
        Alarms.Check(check, "Errors", "Silence", "ShardQuotaReached", "HotKey", "BudgetShort");
        check.ThrowIfAny();
        return id;
    }
}
