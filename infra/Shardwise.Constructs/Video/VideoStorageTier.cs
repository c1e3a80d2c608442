namespace Shardwise.Constructs.Video;

/// <summary>How the media of a video stream is stored.</summary>
/// <remarks>Source: "Amazon Kinesis Video Streams Tiered Storage" in the Kinesis Video Streams developer guide.</remarks>
public enum VideoStorageTier
{
    /// <summary>For what is watched often, and at once. Paid for by volume.</summary>
    Hot,

    /// <summary>
    /// For what is kept long and watched rarely. Storage costs less, writing is paid for by fragment, and each is paid for at least 30 days of
    /// storage.
    /// </summary>
    Warm,
}
