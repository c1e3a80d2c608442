using Shardwise.Scaling.Planning;

namespace Shardwise.Scaling.Replay;

/// <summary>Every policy that a comparison shows: the planning policy in its settings, with and without splits, and the published ones.</summary>
public static class ComparedPolicies
{
    private const string Split = "+split";

    /// <summary>Their names: <c>lean</c>, <c>balanced</c>, <c>safe</c>, the same with <c>+split</c>, then the published ones.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. PlanningSetting.All.Select(setting => setting.Name), .. PlanningSetting.All.Select(setting => NameOf(setting.Name, splits: true)),
        .. PublishedPolicies.Names,
    ];

    /// <summary>Replays a trace against one of them.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ReplayResult Run(
        string name, Trace trace, ReplayProfile profile, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return StreamReplay.Run(name, Create(name), trace, profile, PublishedPolicies.StartShards(name, trace), progress, cancellationToken);
    }

    /// <summary>What the planning policy is called in a setting.</summary>
    internal static string NameOf(string setting, bool splits) => splits ? setting + Split : setting;

    /// <summary>One of them.</summary>
    internal static IScalingPolicy Create(string name) => PlanningSetting.Find(name.Replace(Split, "", StringComparison.Ordinal)) is { } setting
        ? new PlanningPolicy(setting, name.EndsWith(Split, StringComparison.Ordinal))
        : PublishedPolicies.Create(name);
}
