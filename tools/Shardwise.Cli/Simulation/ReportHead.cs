using System.Globalization;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Simulation;

/// <summary>What a report says of itself, so that it can be judged, and made again, by whoever finds it later.</summary>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Version">The version of the command.</param>
/// <param name="Options">What was asked for, as it is typed.</param>
internal sealed record ReportHead(DateTimeOffset MadeAt, string Version, string Options)
{
    /// <summary>The head of a report by this command.</summary>
    public static ReportHead Of(SimulateSettings settings, DateTimeOffset now) => new(now, ToolVersion.Text, OptionsOf(settings));

    private static string OptionsOf(SimulateSettings settings)
    {
        var profile = settings.Profile;
        List<string> options = [.. settings.Policies.Select(policy => $"--policy {policy}")];
        if (settings.Period is { } period)
            options.Add(Text($"--period {period}"));
        options.AddRange(
            Text($"--scale {settings.Scale}"), $"--reshard {(profile.Reshard == ReshardSpeed.Serial ? "serial" : "current")}",
            $"--limits {(profile.Limits == ReplayProfile.Limits2018 ? "2018" : "current")}",
            $"--retry {(profile.Retry == RetryBehavior.Producer ? "producer" : "none")}");
        if (profile.Lateness.Minutes > 0)
            options.Add(Text($"--metrics-late {profile.Lateness.Minutes}"));
        if (profile.Lateness.Jitter > 0)
            options.Add(Text($"--metrics-jitter {profile.Lateness.Jitter}"));
        if (profile.Lateness.Gaps)
            options.Add("--metrics-gaps");
        return string.Join(' ', options);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
