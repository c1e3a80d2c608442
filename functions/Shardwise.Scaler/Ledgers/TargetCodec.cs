using System.Globalization;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Ledgers;

/// <summary>
/// What a stream is held to, as the value of a tag, for whoever looks at the stream: <c>v1 min:2 max:64 setting:balanced headroom:0.1 calls:1
/// warm:1 floors:2 events:1</c>. The scaler itself goes by its event; floors and events are counted only.
/// </summary>
internal static class TargetCodec
{
    private const string Version = "v1";

    public static string Encode(ScalingTarget target) => string.Create(CultureInfo.InvariantCulture,
        $"{Version} min:{target.MinShards} max:{target.MaxShards} setting:{target.Setting} headroom:{target.Headroom}")
        + (target.UpdateShardCountOnly ? " calls:1" : "") + (target.WarmThroughput ? " warm:1" : "") + Count(" floors", target.Floors?.Count)
        + Count(" events", target.Events?.Count);

    /// <summary>The bounds, and how many floors and events they leave out; <see langword="null"/> when it cannot be read.</summary>
    public static (ScalingTarget Target, int Calendar)? Decode(string stream, string? value)
    {
        var words = (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [Version, ..])
            return null;
        var members = words.Skip(1).Select(word => word.Split(':')).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1]);
        if (!int.TryParse(members.GetValueOrDefault("min"), NumberStyles.None, CultureInfo.InvariantCulture, out var min)
            || !int.TryParse(members.GetValueOrDefault("max"), NumberStyles.None, CultureInfo.InvariantCulture, out var max)
            || !double.TryParse(members.GetValueOrDefault("headroom"), NumberStyles.Float, CultureInfo.InvariantCulture, out var headroom))
            return null;
        var target = new ScalingTarget
        {
            StreamName = stream, MinShards = min, MaxShards = max, Headroom = headroom, Setting = members.GetValueOrDefault("setting", ""),
            UpdateShardCountOnly = members.ContainsKey("calls"), WarmThroughput = members.ContainsKey("warm"),
        };
        return (target, Of("floors") + Of("events"));

        int Of(string name) =>
            int.TryParse(members.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }

    private static string Count(string name, int? count) => count is > 0 ? string.Create(CultureInfo.InvariantCulture, $"{name}:{count}") : "";
}
