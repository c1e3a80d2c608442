using Amazon.CDK;

namespace Shardwise.Constructs.Defaults;

/// <content>Of video.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>24 h.</remarks>
    public override TimeSpan VideoRetention => TimeSpan.FromHours(24);

    /// <inheritdoc />
    /// <remarks>It stays: media is not thrown away with a template.</remarks>
    public override RemovalPolicy VideoRemovalPolicy => RemovalPolicy.RETAIN;

    /// <inheritdoc />
    /// <remarks>60 s.</remarks>
    public override TimeSpan SignalingMessageTtl => TimeSpan.FromSeconds(60);
}
