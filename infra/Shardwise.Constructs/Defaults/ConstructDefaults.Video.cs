using Amazon.CDK;

namespace Shardwise.Constructs.Defaults;

/// <content>Of video.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>How long a video stream keeps its media.</summary>
    public abstract TimeSpan VideoRetention { get; }

    /// <summary>What becomes of a video stream when its stack is deleted.</summary>
    public abstract RemovalPolicy VideoRemovalPolicy { get; }

    /// <summary>How long a message of a signaling channel waits for its reader.</summary>
    public abstract TimeSpan SignalingMessageTtl { get; }
}
