using System.Globalization;
using System.Text.Json.Serialization;

namespace Shardwise.Scaling;

/// <summary>
/// What one stream is to be held to: the <c>detail</c> of the scheduled event that the constructs write and the scaler reads.
/// </summary>
/// <remarks>In JSON the names are camelCase, as given beside each property.</remarks>
public sealed record ScalingTarget
{
    /// <summary>Made with the defaults; every property may then be set.</summary>
    // JSON source generation sets every init property, also one that is not in the JSON, and would overwrite initializers with zero.
    // The defaults of a constructor's parameters hold everywhere.
    [JsonConstructor]
    public ScalingTarget(
        string streamName = "", int minShards = 0, int maxShards = 0, double targetUtilization = 0.7, int scaleDownAfterMinutes = 15,
        IReadOnlyList<ScheduledFloor>? floors = null)
    {
        (StreamName, MinShards, MaxShards) = (streamName, minShards, maxShards);
        (TargetUtilization, ScaleDownAfterMinutes) = (targetUtilization, scaleDownAfterMinutes);
        Floors = floors is { Count: > 0 } ? floors : null;
    }

    /// <summary>Name of the stream (<c>streamName</c>): 1 to 128 of the characters <c>a-z A-Z 0-9 _ . -</c>. Required.</summary>
    /// <remarks>Source of the range: the Kinesis API reference, <c>StreamName</c>.</remarks>
    [JsonPropertyName("streamName")]
    public string StreamName { get; init; }

    /// <summary>The fewest open shards (<c>minShards</c>): 1 or more. Required.</summary>
    [JsonPropertyName("minShards")]
    public int MinShards { get; init; }

    /// <summary>The most open shards (<c>maxShards</c>): <see cref="MinShards"/> or more. Required.</summary>
    [JsonPropertyName("maxShards")]
    public int MaxShards { get; init; }

    /// <summary>Share of the open shards' write capacity that a reshard aims at (<c>targetUtilization</c>): 0.1 to 0.95.</summary>
    /// <value>Default: 0.7, which leaves room for uneven partition keys and for the minutes that a reshard takes.</value>
    [JsonPropertyName("targetUtilization")]
    public double TargetUtilization { get; init; }

    /// <summary>Minutes of quiet, without a gap in the metrics, before shards are given up (<c>scaleDownAfterMinutes</c>): 1 to 1440.</summary>
    /// <value>Default: 15 minutes.</value>
    [JsonPropertyName("scaleDownAfterMinutes")]
    public int ScaleDownAfterMinutes { get; init; }

    /// <summary>Higher minima at given times of the day (<c>floors</c>).</summary>
    /// <value>Default: none.</value>
    [JsonPropertyName("floors")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ScheduledFloor>? Floors { get; init; }

    /// <summary>The target as it holds at one moment: its minimum is the highest of the floors of that moment, and never above the maximum.</summary>
    /// <param name="now">The moment.</param>
    public ScalingTarget At(DateTimeOffset now)
    {
        var floor = (Floors ?? []).Where(floor => floor.Holds(now)).Select(floor => floor.MinShards).DefaultIfEmpty().Max();
        return floor > MinShards ? this with { MinShards = Math.Min(floor, MaxShards) } : this;
    }

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentException">Something is out of range; the message names every property that is, its value, and what is allowed.</exception>
    public void Validate()
    {
        var violations = Violations().ToList();
        if (violations.Count > 0)
            throw new ArgumentException($"The scaling target is not usable: {string.Join("; ", violations)}.");
    }

    private IEnumerable<string> Violations()
    {
        // JSON can put null where the type says it cannot be.
        var name = StreamName ?? "";
        if (name.Length is < 1 or > 128 || !name.All(IsStreamNameCharacter))
            yield return $"streamName is \"{name}\", allowed are 1 to 128 of the characters a-z A-Z 0-9 _ . -";
        if (MinShards < 1)
            yield return Invariant($"minShards is {MinShards}, allowed is 1 or more");
        if (MaxShards < Math.Max(MinShards, 1))
            yield return Invariant($"maxShards is {MaxShards}, allowed is minShards ({Math.Max(MinShards, 1)}) or more");
        if (!(TargetUtilization is >= 0.1 and <= 0.95))
            yield return Invariant($"targetUtilization is {TargetUtilization}, allowed is 0.1 to 0.95");
        if (ScaleDownAfterMinutes is < 1 or > 1440)
            yield return Invariant($"scaleDownAfterMinutes is {ScaleDownAfterMinutes}, allowed is 1 to 1440");
        foreach (var violation in (Floors ?? []).SelectMany((floor, index) => floor.Violations($"floors[{index}]", MaxShards)))
            yield return violation;
    }

    private static bool IsStreamNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
