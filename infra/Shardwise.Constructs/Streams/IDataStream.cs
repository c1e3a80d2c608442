using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Constructs;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Streams;

/// <summary>
/// A Kinesis data stream, made here (<see cref="DataStream"/>) or there already (<see cref="DataStream.FromStreamArn"/> and its like).
/// </summary>
public interface IDataStream : IConstruct, IDashboardPart
{
    /// <summary>The stream underneath.</summary>
    IStream Stream { get; }

    /// <summary>The stream's name.</summary>
    string StreamName { get; }

    /// <summary>The stream's ARN.</summary>
    string StreamArn { get; }

    /// <summary>
    /// The key that the stream is encrypted with; <see langword="null"/> for the AWS-managed one, and where nothing was said of it.
    /// </summary>
    IKey? EncryptionKey { get; }

    /// <summary>Whether the stream is provisioned or on demand; <see langword="null"/> where it is not known.</summary>
    StreamMode? Mode { get; }

    /// <summary>How long records are kept; <see langword="null"/> where it is not known.</summary>
    TimeSpan? Retention { get; }

    /// <summary>How far a reader may be behind before it is told.</summary>
    TimeSpan MaxDelay { get; }

    /// <inheritdoc cref="DataStream.GrantRead" />
    Grant GrantRead(IGrantable grantee);

    /// <inheritdoc cref="DataStream.GrantWrite" />
    Grant GrantWrite(IGrantable grantee);

    /// <inheritdoc cref="DataStream.GrantReadWrite" />
    Grant GrantReadWrite(IGrantable grantee);

    /// <inheritdoc cref="DataStream.Grant" />
    Grant Grant(IGrantable grantee, params string[] actions);

    /// <inheritdoc cref="DataStream.GrantKplWrite" />
    Grant GrantKplWrite(IGrantable grantee);

    /// <inheritdoc cref="DataStream.GrantEnhancedFanOut" />
    Grant GrantEnhancedFanOut(IGrantable grantee, string? consumerName = null);

    /// <inheritdoc cref="DataStream.GrantKclConsumer" />
    Grant GrantKclConsumer(IGrantable grantee, string applicationName, bool enhancedFanOut = true);

    /// <inheritdoc cref="DataStream.Metric" />
    Metric Metric(string name, IMetricOptions? options = null);

    /// <inheritdoc cref="DataStream.MetricIncomingBytes" />
    Metric MetricIncomingBytes(IMetricOptions? options = null);

    /// <inheritdoc cref="DataStream.MetricIncomingRecords" />
    Metric MetricIncomingRecords(IMetricOptions? options = null);

    /// <inheritdoc cref="DataStream.MetricIteratorAge" />
    Metric MetricIteratorAge(IMetricOptions? options = null);

    /// <inheritdoc cref="DataStream.MetricWriteThrottles" />
    Metric MetricWriteThrottles(IMetricOptions? options = null);

    /// <inheritdoc cref="DataStream.MetricReadThrottles" />
    Metric MetricReadThrottles(IMetricOptions? options = null);

    /// <inheritdoc cref="DataStream.MetricPutFailures" />
    Metric MetricPutFailures(IMetricOptions? options = null);
}
