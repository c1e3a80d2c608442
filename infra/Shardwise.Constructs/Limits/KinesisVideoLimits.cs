namespace Shardwise.Constructs.Limits;

/// <summary>What Amazon Kinesis Video Streams accepts.</summary>
/// <remarks>Sources: CreateStream and CreateSignalingChannel in the API reference, as the service model of August 2026 has them.</remarks>
public static class KinesisVideoLimits
{
    /// <summary>The longest name of a stream or a channel, in characters (CreateStream, CreateSignalingChannel).</summary>
    public const int MaxNameLength = 256;

    /// <summary>The longest name of a device, in characters (CreateStream).</summary>
    public const int MaxDeviceNameLength = 128;

    /// <summary>The longest media type, in characters (CreateStream).</summary>
    public const int MaxMediaTypeLength = 128;

    /// <summary>The most tags on a stream or a channel (CreateStream, CreateSignalingChannel).</summary>
    public const int MaxTags = 50;

    /// <summary>The longest that media is kept: ten years, Shardwise's own. The service counts hours and names no bound.</summary>
    public static readonly TimeSpan MaxRetention = TimeSpan.FromHours(87_600);

    /// <summary>The least storage that is paid for of what is in the warm tier (Amazon Kinesis Video Streams Tiered Storage).</summary>
    public static readonly TimeSpan MinPaidWarmStorage = TimeSpan.FromDays(30);

    /// <summary>The shortest time a message waits for its reader (SingleMasterConfiguration).</summary>
    public static readonly TimeSpan MinMessageTtl = TimeSpan.FromSeconds(5);

    /// <summary>The longest time a message waits for its reader (SingleMasterConfiguration).</summary>
    public static readonly TimeSpan MaxMessageTtl = TimeSpan.FromSeconds(120);
}
