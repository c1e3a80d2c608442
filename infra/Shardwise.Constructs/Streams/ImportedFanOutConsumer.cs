using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Streams;

/// <summary>A consumer that is registered elsewhere.</summary>
internal sealed class ImportedFanOutConsumer : Construct, IFanOutConsumer
{
    public ImportedFanOutConsumer(Construct scope, string id, string consumerArn, IDataStream? stream)
        : base(scope, id)
    {
        ConsumerArn = consumerArn;
        ConsumerName = StreamArns.ConsumerNameOf(consumerArn);
        Stream = stream ?? DataStream.FromStreamArn(this, "Stream", StreamArns.StreamOf(consumerArn));
    }

    public IDataStream Stream { get; }

    public string ConsumerName { get; }

    public string ConsumerArn { get; }

    public Grant GrantRead(IGrantable grantee) => StreamAccess.GrantConsumerRead(this, grantee);

    public Metric Metric(string name, IMetricOptions? options = null) => StreamAccess.ConsumerMetric(this, name, options);

    public Metric MetricLag(IMetricOptions? options = null) =>
        Metric("SubscribeToShardEvent.MillisBehindLatest", options ?? new MetricOptions { Statistic = "Maximum" });
}
