using Shardwise.Constructs.Limits;

namespace Shardwise.Constructs.Delivery;

/// <summary>What a destination accepts of its buffering.</summary>
/// <param name="MinMiB">The smallest buffer.</param>
/// <param name="MaxMiB">The largest buffer.</param>
/// <param name="MinInterval">The shortest time.</param>
/// <param name="MaxInterval">The longest time.</param>
/// <param name="Why">Where the bounds of the size come from, when they are not the destination's own.</param>
/// <param name="IntervalWhy">Where the bounds of the time come from, when they are not the destination's own.</param>
internal sealed record BufferRange(int MinMiB, int MaxMiB, TimeSpan MinInterval, TimeSpan MaxInterval, string Why = "", string IntervalWhy = "")
{
    public static readonly BufferRange S3 =
        new(FirehoseLimits.MinBufferMiB, FirehoseLimits.MaxS3BufferMiB, TimeSpan.Zero, FirehoseLimits.MaxBufferInterval);

    public static readonly BufferRange OpenSearch = S3 with { MaxMiB = FirehoseLimits.MaxOpenSearchBufferMiB };

    public static readonly BufferRange Http = S3 with { MaxMiB = FirehoseLimits.MaxHttpBufferMiB };

    public static readonly BufferRange Splunk =
        S3 with { MaxMiB = FirehoseLimits.MaxSplunkBufferMiB, MaxInterval = FirehoseLimits.MaxSplunkBufferInterval };
}
