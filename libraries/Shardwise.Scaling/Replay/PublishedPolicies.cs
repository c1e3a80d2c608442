using Shardwise.Scaling.Replay.Rivals;

namespace Shardwise.Scaling.Replay;

/// <summary>The published scalers, each with its own published settings, to compare with.</summary>
public static class PublishedPolicies
{
    /// <summary>Their names: <c>ksu</c>, <c>alarm-doubling</c>, <c>step-factor</c>, <c>daily-peak</c>, <c>static-peak</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ksu", "alarm-doubling", "step-factor", "daily-peak", "static-peak"];

    /// <summary>Makes one for one replay: they keep state.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static IScalingPolicy Create(string name) => name switch
    {
        "ksu" => new Ksu(),
        "alarm-doubling" => new AlarmDoubling(),
        "step-factor" => new StepFactor(),
        "daily-peak" => new DailyPeak(),
        "static-peak" => new Unmoved(),
        _ => throw new ArgumentException($"\"{name}\" is no published policy; there are {string.Join(", ", Names)}."),
    };

    /// <summary>The open shards that it begins with: the trace's peak for <c>static-peak</c>, else <see cref="StreamReplay.StartShards"/>.</summary>
    public static int StartShards(string name, Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return name == "static-peak" ? Math.Max(1, (int)Math.Ceiling(trace.Shards.Max())) : StreamReplay.StartShards(trace);
    }
}
