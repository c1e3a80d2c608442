using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Planning;

/// <summary>
/// The streams of an account in a region, and the mode that each belongs into: with the commitment of On-demand Advantage, or without.
/// </summary>
/// <remarks>
/// The commitment is the account's: with it each on-demand stream is of Advantage, and together they are billed at least what is committed to. So it
/// is no stream's own question whether it pays.
/// </remarks>
public sealed record AccountPlan
{
    private const double HoursAMonth = 720;

    /// <summary>The streams, each in the mode that it belongs into.</summary>
    public required IReadOnlyList<(StreamCosts Stream, CapacityMode Mode)> Streams { get; init; }

    /// <summary>The least that the streams cost in 30 days without the commitment, in USD.</summary>
    public required double WithoutCommitmentUsd { get; init; }

    /// <summary>The least with it, what is committed to and not used included.</summary>
    public required double WithCommitmentUsd { get; init; }

    /// <summary>What the commitment costs in 30 days where nothing uses it.</summary>
    public required double CommitmentUsd { get; init; }

    /// <summary>Whether the commitment pays.</summary>
    public bool Commits => WithCommitmentUsd < WithoutCommitmentUsd;

    /// <summary>Finds each stream's mode.</summary>
    /// <param name="streams">The streams' costs.</param>
    /// <param name="prices">What Kinesis costs.</param>
    public static AccountPlan Of(IReadOnlyList<StreamCosts> streams, Prices prices)
    {
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentNullException.ThrowIfNull(prices);
        var commitment = new Commitment(prices, OnDemandCost.CommittedGigabytes(HoursAMonth, prices));
        var without = streams.Sum(stream => Math.Min(stream.Provisioned, stream.Standard));
        var committed = commitment.Cheapest(streams);
        var with = commitment.UsdOf(streams, committed);
        return new AccountPlan
        {
            WithoutCommitmentUsd = without,
            WithCommitmentUsd = with,
            CommitmentUsd = commitment.UsdOf([], new HashSet<StreamCosts>()),
            Streams = [.. streams.Select(stream => (stream, with < without
                ? committed.Contains(stream) ? CapacityMode.Advantage : stream.ProvisionedMode
                : stream.Standard < stream.Provisioned ? CapacityMode.Standard : stream.ProvisionedMode))],
        };
    }

    private sealed record Commitment(Prices Prices, double Gigabytes)
    {
        public double UsdOf(IReadOnlyList<StreamCosts> streams, IReadOnlySet<StreamCosts> onDemand) =>
            streams.Where(stream => !onDemand.Contains(stream)).Sum(stream => stream.Provisioned)
            + Math.Max(Gigabytes, onDemand.Sum(stream => stream.GigabytesIn)) * Prices.AdvantageGigabyteIn
            + Math.Max(Gigabytes, onDemand.Sum(stream => stream.GigabytesOut)) * Prices.AdvantageGigabyteOut;

        // Those that cost most as provisioned for what they use of the commitment come first: so many of them as is cheapest, and then single ones
        // added or taken away for as long as that helps.
        public HashSet<StreamCosts> Cheapest(IReadOnlyList<StreamCosts> streams)
        {
            var byWorth = streams.OrderByDescending(stream => stream.Provisioned / Math.Max(double.Epsilon, Used(stream))).ToList();
            var best = Enumerable.Range(0, byWorth.Count + 1).Select(count => byWorth.Take(count).ToHashSet())
                .MinBy(set => UsdOf(streams, set))!;
            while (Moves(streams, best).MinBy(set => UsdOf(streams, set)) is { } better && UsdOf(streams, better) < UsdOf(streams, best))
                best = better;
            return best;
        }

        private double Used(StreamCosts stream) =>
            stream.GigabytesIn * Prices.AdvantageGigabyteIn + stream.GigabytesOut * Prices.AdvantageGigabyteOut;

        private static IEnumerable<HashSet<StreamCosts>> Moves(IReadOnlyList<StreamCosts> streams, HashSet<StreamCosts> from) =>
            streams.Select(stream =>
        {
            var moved = new HashSet<StreamCosts>(from, from.Comparer);
            if (!moved.Remove(stream))
                moved.Add(stream);
            return moved;
        });
    }
}
