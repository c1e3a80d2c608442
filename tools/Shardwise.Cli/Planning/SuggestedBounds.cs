using System.Globalization;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Planning;

/// <summary>Bounds that leave the scaler its work: no lower than the quietest hour needed, no higher than twice the busiest minute.</summary>
/// <param name="MinShards">The busiest minute of the quietest hour, in full shards, rounded up.</param>
/// <param name="MaxShards">Twice the busiest minute, in full shards, rounded up; at most what AWS allows a stream.</param>
public sealed record SuggestedBounds(int MinShards, int MaxShards)
{
    private const int MinutesPerHour = 60;

    // An hour of which less is known may have been busier than it looks.
    private const int LeastKnown = 50;

    /// <summary>What to write into the stack.</summary>
    public string CSharp => string.Create(CultureInfo.InvariantCulture, $"new ShardScaling {{ MinShards = {MinShards}, MaxShards = {MaxShards} }}");

    /// <summary>Suggests bounds for a stream's traffic.</summary>
    public static SuggestedBounds Of(Trace traffic)
    {
        ArgumentNullException.ThrowIfNull(traffic);
        var allowed = new ReshardLimits().MaxShards;
        var busiest = traffic.Minutes.Max(minute => minute.Shards);
        var quietest = traffic.Minutes.Chunk(MinutesPerHour).Where(hour => hour.Count(minute => !minute.IsUnknown) >= LeastKnown)
            .Select(hour => hour.Max(minute => minute.Shards)).DefaultIfEmpty().Min();
        var least = Math.Clamp((int)Math.Ceiling(quietest), 1, allowed);
        return new SuggestedBounds(least, (int)Math.Clamp(Math.Ceiling(2 * busiest), least, allowed));
    }
}
