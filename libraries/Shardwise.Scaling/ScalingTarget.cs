using System.Globalization;
using System.Text.Json.Serialization;
using Shardwise.Scaling.Planning;

namespace Shardwise.Scaling;

/// <summary>
/// What one stream is to be held to: the <c>detail</c> of the scheduled event that the constructs write and the scaler reads.
/// </summary>
/// <remarks>In JSON the names are camelCase, as given beside each property.</remarks>
// A number that is only known when a stack is deployed reaches the event as text.
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record ScalingTarget
{
    /// <summary>
    /// The splits and merges that a target allows in any 24 hours unless it says otherwise: 40, by the replays in docs/performance.md.
    /// </summary>
    public const int DefaultReshardsADay = 40;

    /// <summary>Made with the defaults; every property may then be set.</summary>
    // JSON source generation sets every init property, also one that is not in the JSON, and would overwrite initializers with zero.
    // The defaults of a constructor's parameters hold everywhere.
    [JsonConstructor]
    public ScalingTarget(
        string streamName = "", int minShards = 0, int maxShards = 0, string setting = "balanced", double headroom = 0.1,
        IReadOnlyList<ScheduledFloor>? floors = null, bool updateShardCountOnly = false, IReadOnlyList<ScheduledEvent>? events = null,
        int reshardsADay = DefaultReshardsADay, bool warmThroughput = false)
    {
        (StreamName, MinShards, MaxShards) = (streamName, minShards, maxShards);
        (Setting, Headroom) = (setting, headroom);
        (UpdateShardCountOnly, ReshardsADay, WarmThroughput) = (updateShardCountOnly, reshardsADay, warmThroughput);
        Floors = floors is { Count: > 0 } ? floors : null;
        Events = events is { Count: > 0 } ? events : null;
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

    /// <summary>How cost is weighed against throttling (<c>setting</c>): the name of one of <see cref="PlanningSetting.All"/>.</summary>
    /// <value>Default: <c>balanced</c>.</value>
    [JsonPropertyName("setting")]
    public string Setting { get; init; }

    /// <summary>
    /// Room for what the stream's metrics do not show, as a share of the demand (<c>headroom</c>): partition keys that load shards unevenly,
    /// and seconds that stand out of their minute. 0 to 1. What the traffic itself may do is the policy's own business.
    /// </summary>
    /// <value>Default: 0.1. 0 is what a replay does, whose keys are even.</value>
    [JsonPropertyName("headroom")]
    public double Headroom { get; init; }

    /// <summary>
    /// Whether a plan is carried out by <c>UpdateShardCount</c> alone (<c>updateShardCountOnly</c>): fewer reshards, for consumers that each
    /// of them disturbs, at more shard-hours. Splits then remain for hot shards alone, also when the day's calls are spent.
    /// </summary>
    /// <value>Default: <see langword="false"/>; the stream is also split and merged, <see cref="ReshardsADay"/> times.</value>
    [JsonPropertyName("updateShardCountOnly")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool UpdateShardCountOnly { get; init; }

    /// <summary>
    /// How many splits and merges a plan may make in any 24 hours (<c>reshardsADay</c>), besides the calls of <c>UpdateShardCount</c>: 0 or
    /// more. Each moves every consumer to other shards. 0 is the same as <see cref="UpdateShardCountOnly"/>. A split for a hot shard does not count.
    /// </summary>
    /// <value>Default: <see cref="DefaultReshardsADay"/>.</value>
    [JsonPropertyName("reshardsADay")]
    public int ReshardsADay { get; init; }

    /// <summary>
    /// Whether load is followed by calls alone: <see cref="UpdateShardCountOnly"/>, or no splits and merges in <see cref="ReshardsADay"/>.
    /// </summary>
    [JsonIgnore]
    public bool CallsOnly => UpdateShardCountOnly || ReshardsADay == 0;

    /// <summary>
    /// Whether it is for the warm throughput of an on-demand stream (<c>warmThroughput</c>): bounds, floors and events then count MiB/s, each of
    /// which is what a shard takes in. It needs the account's On-demand Advantage.
    /// </summary>
    /// <value>Default: <see langword="false"/>; it is for the shards of a provisioned stream.</value>
    [JsonPropertyName("warmThroughput")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WarmThroughput { get; init; }

    /// <summary>Higher minima at given times of the day (<c>floors</c>).</summary>
    /// <value>Default: none.</value>
    [JsonPropertyName("floors")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ScheduledFloor>? Floors { get; init; }

    /// <summary>Higher minima that are wanted once, and reached before they begin (<c>events</c>).</summary>
    /// <value>Default: none.</value>
    [JsonPropertyName("events")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ScheduledEvent>? Events { get; init; }

    /// <summary>
    /// The target as it holds at one moment: its minimum is the highest of the floors and events of that moment, and never above the maximum.
    /// </summary>
    /// <param name="now">The moment.</param>
    public ScalingTarget At(DateTimeOffset now)
    {
        var floor = (Floors ?? []).Where(floor => floor.Holds(now)).Select(floor => floor.MinShards)
            .Concat((Events ?? []).Where(scheduled => scheduled.Holds(now)).Select(scheduled => scheduled.MinShards)).DefaultIfEmpty().Max();
        return floor > MinShards ? this with { MinShards = Math.Min(floor, MaxShards) } : this;
    }

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentException">
    /// Something is out of range; the message names every property that is, its value, and what is allowed.
    /// </exception>
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
        if (PlanningSetting.Find(Setting) is null)
            yield return Invariant($"setting is \"{Setting}\", allowed is {string.Join(", ", PlanningSetting.All.Select(setting => setting.Name))}");
        if (!(Headroom is >= 0 and <= 1))
            yield return Invariant($"headroom is {Headroom}, allowed is 0 to 1");
        if (ReshardsADay < 0)
            yield return Invariant($"reshardsADay is {ReshardsADay}, allowed is 0 or more");
        foreach (var violation in (Floors ?? []).SelectMany((floor, index) => floor.Violations($"floors[{index}]", MaxShards)))
            yield return violation;
        foreach (var violation in (Events ?? []).SelectMany((scheduled, index) => scheduled.Violations($"events[{index}]", MaxShards)))
            yield return violation;
    }

    private static bool IsStreamNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
