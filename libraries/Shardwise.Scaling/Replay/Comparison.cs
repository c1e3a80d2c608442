namespace Shardwise.Scaling.Replay;

/// <summary>A trace replayed against several policies, beside the clairvoyant bounds and on-demand prices.</summary>
public sealed record Comparison
{
    /// <summary>The traffic.</summary>
    public required Trace Trace { get; init; }

    /// <summary>Shard-hours of the cheapest schedule that knows the future; see <see cref="Clairvoyant"/>.</summary>
    public required double ClairvoyantShardHours { get; init; }

    /// <summary>The same with two free changes of one shard a minute.</summary>
    public required double ClairvoyantFreeShardHours { get; init; }

    /// <summary>What the same traffic costs on demand.</summary>
    public required OnDemandCost OnDemand { get; init; }

    /// <summary>One for each policy.</summary>
    public required IReadOnlyList<ReplayResult> Results { get; init; }

    /// <summary>Replays.</summary>
    /// <param name="trace">The traffic.</param>
    /// <param name="policies">Names out of <see cref="ComparedPolicies.Names"/>.</param>
    /// <param name="profile">What AWS and the producers do.</param>
    /// <param name="progress">Told the share that is done, now and then.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static Comparison Run(
        Trace trace, IReadOnlyList<string> policies, ReplayProfile profile, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(profile);
        var changes = profile.Limits.OperationsPerWindow;
        var results = new List<ReplayResult>();
        foreach (var policy in policies)
        {
            results.Add(ComparedPolicies.Run(policy, trace, profile, null, cancellationToken));
            progress?.Report((double)results.Count / policies.Count);
        }

        return new Comparison
        {
            Trace = trace,
            ClairvoyantShardHours = Clairvoyant.ShardHours(trace, changes, 0, cancellationToken),
            ClairvoyantFreeShardHours = Clairvoyant.ShardHours(trace, changes, 2, cancellationToken),
            OnDemand = OnDemandCost.Of(trace, profile.Prices),
            Results = results,
        };
    }
}
