using Amazon.CDK.AWS.SNS;

namespace Shardwise.Constructs.Monitoring;

/// <summary>Whether a construct makes its alarms, and whom they tell.</summary>
public sealed record AlarmSettings
{
    /// <summary>Whether the alarms are made.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Enabled { get; init; } = true;

    /// <summary>The topic that hears when an alarm goes off and when it is over.</summary>
    /// <value>The default is none: the alarms show in CloudWatch only.</value>
    /// <remarks>A topic that is encrypted with a key of its own must let <c>cloudwatch.amazonaws.com</c> use that key.</remarks>
    public ITopic? Topic { get; init; }
}
