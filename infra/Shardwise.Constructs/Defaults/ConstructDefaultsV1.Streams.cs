using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Streams;

namespace Shardwise.Constructs.Defaults;

/// <content>Of streams and channels.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>Provisioned, which a scaler needs.</remarks>
    public override StreamMode StreamMode => StreamMode.PROVISIONED;

    /// <inheritdoc />
    /// <remarks>1.</remarks>
    public override double StreamShardCount => 1;

    /// <inheritdoc />
    /// <remarks>No: it is encrypted with the AWS-managed key, which costs nothing.</remarks>
    public override bool StreamCustomerManagedKey => false;

    /// <inheritdoc />
    /// <remarks>JSON.</remarks>
    public override ChannelFormat ChannelFormat => ChannelFormat.Json;

    /// <inheritdoc />
    /// <remarks>No: it is made of the construct's path alone.</remarks>
    public override bool ChannelNamedByContent => false;

    /// <inheritdoc />
    /// <remarks>300 s, the least.</remarks>
    public override TimeSpan ChannelFreshness => TimeSpan.FromSeconds(300);

    /// <inheritdoc />
    /// <remarks>One month.</remarks>
    public override RetentionDays ChannelLogRetention => RetentionDays.ONE_MONTH;

    /// <inheritdoc />
    /// <remarks>gzip.</remarks>
    public override ChannelCompression ChannelBucketCompression => ChannelCompression.Gzip;

    /// <inheritdoc />
    /// <remarks>Zstandard.</remarks>
    public override ChannelCompression ChannelTableCompression => ChannelCompression.Zstd;

    /// <inheritdoc />
    /// <remarks>30 s, the service's own.</remarks>
    public override TimeSpan QueueVisibilityTimeout => TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    /// <remarks>Six times, the service's own.</remarks>
    public override double QueueMaxReceiveCount => 6;

    /// <inheritdoc />
    /// <remarks>100,000, a tenth of what the metric counts.</remarks>
    public override double QueueMaxBacklog => 100_000;

    /// <inheritdoc />
    /// <remarks>No: it is made of the construct's path alone.</remarks>
    public override bool FanOutNamedByTags => false;

    /// <inheritdoc />
    /// <remarks>One hour, a twenty-fourth of the shortest retention.</remarks>
    public override TimeSpan StreamMaxDelay => TimeSpan.FromHours(1);
}
