using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace Shardwise.Constructs.Streams;

/// <summary>
/// A reader's own share of a stream (enhanced fan-out), made here (<see cref="FanOutConsumer"/>) or there already
/// (<see cref="FanOutConsumer.FromConsumerArn"/>).
/// </summary>
public interface IFanOutConsumer : IConstruct
{
    /// <summary>The stream that it reads.</summary>
    IDataStream Stream { get; }

    /// <summary>The name under which it is registered.</summary>
    string ConsumerName { get; }

    /// <summary>Its ARN: it ends with the time of its creation.</summary>
    string ConsumerArn { get; }

    /// <inheritdoc cref="FanOutConsumer.GrantRead" />
    Grant GrantRead(IGrantable grantee);

    /// <inheritdoc cref="FanOutConsumer.Metric" />
    Metric Metric(string name, IMetricOptions? options = null);

    /// <inheritdoc cref="FanOutConsumer.MetricLag" />
    Metric MetricLag(IMetricOptions? options = null);
}
