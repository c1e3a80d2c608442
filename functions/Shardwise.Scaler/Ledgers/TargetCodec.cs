using System.Globalization;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Ledgers;

/// <summary>
/// What a stream is held to, as the value of a tag, for whoever looks at the stream: <c>v1 min:2 max:64 setting:balanced headroom:0.1 calls:1
/// reshards:24 warm:1 floors:2 events:1</c>. The scaler itself goes by its event; floors and events are counted only. All at their longest take some
/// 160 of a tag's 256 characters.
/// </summary>
internal static class TargetCodec
{
    private const string Version = "v1";

    public static string Encode(ScalingTarget target) => string.Create(CultureInfo.InvariantCulture,
        $"{Version} min:{target.MinShards} max:{target.MaxShards} setting:{target.Setting} headroom:{target.Headroom}")
        + (target.UpdateShardCountOnly ? " calls:1" : "") + Reshards(target.ReshardsADay) + (target.WarmThroughput ? " warm:1" : "")
        + Count(" floors", target.Floors?.Count) + Count(" events", target.Events?.Count);

    /// <summary>The bounds, and how many floors and events they leave out; <see langword="null"/> when they cannot be read or used.</summary>
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
            ReshardsADay = Number("reshards") ?? ScalingTarget.DefaultReshardsADay,
        };
        return IsUsable(target) ? (target, (Number("floors") ?? 0) + (Number("events") ?? 0)) : null;

        int? Number(string name) =>
            int.TryParse(members.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    // A newer scaler may have settings that are not known here.
    private static bool IsUsable(ScalingTarget target)
    {
        try
        {
            target.Validate();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // The default is what a tag without it says, as those of older scalers are.
    private static string Reshards(int aDay) =>
        aDay == ScalingTarget.DefaultReshardsADay ? "" : string.Create(CultureInfo.InvariantCulture, $" reshards:{aDay}");

    private static string Count(string name, int? count) => count is > 0 ? string.Create(CultureInfo.InvariantCulture, $"{name}:{count}") : "";
}
