namespace Shardwise.Constructs.Limits;

/// <summary>What the scaler accepts of a stream's scaling target: Shardwise's own bounds, beside those of <see cref="KinesisLimits"/>.</summary>
public static class ScalerLimits
{
    /// <summary>The least headroom: none, for keys that are even.</summary>
    public const double MinHeadroom = 0;

    /// <summary>The most headroom: twice the load. Beyond it a hot range is the trouble, and splitting it costs less.</summary>
    public const double MaxHeadroom = 1;
}
