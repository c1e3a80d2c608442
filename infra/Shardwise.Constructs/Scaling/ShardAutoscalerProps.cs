using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.SNS;
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
    /// Whether other stacks are given the scaler: what belongs to a stream of another stack that is made after the scaler (its rules, its alarms and
    /// the scaler's permission) is then made in the stream's stack, and the scaler's refers to no other.
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>: it is made in the scaler's stack, unless the stream's stack refers to that already, as by a topic of
    /// its alarms.
    /// </value>
    /// <remarks>Changing it makes the rules and the alarms of such streams again, in the other stack. Deploy the scaler's stack first.</remarks>
    public bool Shared { get; init; } = ConstructDefaults.Current.ScalerShared;

    /// <summary>
    /// Whether one invocation looks after many streams, some fifty a group: for less than a dollar a stream and month from fifty streams on. Metrics
    /// are then sent only in minutes that have news, the alarms on what only a person can help are one each for all streams, and a stream at rest is
    /// looked at anew every five minutes and before anything is done to it.
    /// </summary>
    /// <value>The default is <see langword="false"/>: an invocation, and its metrics each minute, for each stream.</value>
    public bool Fleet { get; init; }

    /// <summary>The topic that is told each reshard at its beginning, and each problem once while it lasts.</summary>
    /// <value>The default is none: the log has them.</value>
    /// <remarks>
    /// The function's answer goes to the account's default event bus, and from there to the topic; a rule of your own may take it from there too, by
    /// the detail type <c>Lambda Function Invocation Result - Success</c>. The CDK gives the topic a policy for that, which takes the place of the
    /// one that SNS gives: do not use the topic of <see cref="Alarms"/> unless that has a policy already.
    /// </remarks>
    public ITopic? Notices { get; init; }

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
        Alarms.Check(check, "Errors", "Silence", "ShardQuotaReached", "HotKey", "BudgetShort", "WarmThroughputRefused");
        check.ThrowIfAny();
        return id;
    }
}
