using Amazon.CDK.AWS.Logs;

namespace Shardwise.Constructs.Defaults;

/// <content>Of producers.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>1,000.</remarks>
    public override double ApiRequestsPerSecond => 1000;

    /// <inheritdoc />
    /// <remarks>500.</remarks>
    public override double ApiBurst => 500;

    /// <inheritdoc />
    /// <remarks>One month.</remarks>
    public override RetentionDays ApiLogRetention => RetentionDays.ONE_MONTH;

    /// <inheritdoc />
    /// <remarks>No: every API is called <c>Api</c>.</remarks>
    public override bool ApiNamedByPath => false;

    /// <inheritdoc />
    /// <remarks>The event's id: events spread evenly, and have no order.</remarks>
    public override string FeedPartitionKeyPath => "$.id";

    /// <inheritdoc />
    /// <remarks>24 h, the most.</remarks>
    public override TimeSpan FeedMaxEventAge => TimeSpan.FromHours(24);

    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool AgentEmitMetrics => true;

    /// <inheritdoc />
    /// <remarks>No: from its end, as the agent does.</remarks>
    public override bool AgentFromTheStart => false;

    /// <inheritdoc />
    /// <remarks>No: keys are random, and lines spread evenly.</remarks>
    public override bool AgentKeyFromLine => false;

    /// <inheritdoc />
    /// <remarks>60 s, the agent's own.</remarks>
    public override TimeSpan AgentMaxBufferAge => TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    /// <remarks>None.</remarks>
    public override int AgentSkipHeaderLines => 0;
}
