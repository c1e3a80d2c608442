using System.Numerics;
using System.Runtime.InteropServices;
using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling.Planning;

/// <summary>From each level: the others that a sequence of splits or merges reaches soon enough. No daily number counts them.</summary>
internal sealed class FreeMoves
{
    // So long a call takes too.
    private const int CallMinutes = 3;

    private readonly int[] _levels;
    private readonly int _mostSplitMinutes;
    private readonly int _mostMergeMinutes;
    private readonly int _mostSteps;
    private readonly double _stepPrice;

    // By level reached, then level begun at: what a sequence costs by taking its time; infinite where it is too long.
    private readonly double[] _waits;

    // By level reached, then level begun at: minutes that the lower of both serves because it is a sequence.
    private readonly double[] _minutes;

    // By level reached: the levels that sequences to it begin at lie within.
    private readonly (int From, int To)[] _origins;

    public FreeMoves(int[] levels, int mostSplitMinutes, int mostMergeMinutes, int mostSteps, double stepPrice)
    {
        (_levels, _mostSplitMinutes, _mostMergeMinutes, _mostSteps) = (levels, mostSplitMinutes, mostMergeMinutes, mostSteps);
        (_stepPrice, _origins) = (stepPrice, new (int, int)[levels.Length]);
        (_waits, _minutes) = (new double[levels.Length * levels.Length], new double[levels.Length * levels.Length]);
        Array.Fill(_waits, double.PositiveInfinity);
        for (var to = 0; to < levels.Length; to++)
        {
            var (first, end) = (levels.Length, 0);
            for (var from = 0; from < levels.Length; from++)
            {
                if (Minutes(levels[from], levels[to]) is not { } minutes)
                    continue;
                // On the way down both counts are paid for. On the way up a call would take its time too.
                _waits[to * levels.Length + from] =
                    stepPrice * SplitSequence.Length(levels[from], levels[to]) + (to < from ? minutes * (levels[from] - levels[to]) : 0);
                _minutes[to * levels.Length + from] = to < from ? minutes : Math.Max(0, minutes - CallMinutes);
                (first, end) = (Math.Min(first, from), from + 1);
            }

            _origins[to] = (first, end);
        }
    }

    /// <summary>Whether these are the moves between the levels, in so many minutes.</summary>
    public bool AreOf(int[] levels, int mostSplitMinutes, int mostMergeMinutes, int mostSteps, double stepPrice) =>
        (mostSplitMinutes, mostMergeMinutes, mostSteps, stepPrice) == (_mostSplitMinutes, _mostMergeMinutes, _mostSteps, _stepPrice)
            && _levels.AsSpan().SequenceEqual(levels);

    /// <summary>Whole minutes of a sequence; null when it is too long to be one, or none.</summary>
    public int? Minutes(int from, int to)
    {
        var most = to > from ? _mostSplitMinutes : _mostMergeMinutes;
        // Each step changes the count by one at most, and two are made a minute.
        return from != to && Math.Abs(to - from) <= Math.Min(2 * most, _mostSteps) && SplitSequence.Length(from, to) <= _mostSteps
            && SplitSequence.Minutes(from, to) is var minutes && minutes <= most ? minutes : null;
    }

    /// <summary>What a sequence costs by taking its time, in shard-minutes; infinite where it is too long.</summary>
    /// <param name="from">The level it begins at.</param>
    /// <param name="to">The level it ends at.</param>
    /// <param name="throttling">By level: what a minute's throttling costs there.</param>
    public double Wait(int from, int to, double[] throttling) =>
        _waits[to * _levels.Length + from] + _minutes[to * _levels.Length + from] * throttling[Math.Min(from, to)];

    /// <summary>By level: what the best sequence from it costs, where that is less.</summary>
    /// <param name="after">By level: what it costs from then on, there.</param>
    /// <param name="price">What any sequence costs.</param>
    /// <param name="throttling">By level: what a minute's throttling costs there.</param>
    /// <param name="result">By level: takes the lesser.</param>
    public void Relax(ReadOnlySpan<double> after, double price, double[] throttling, Span<double> result)
    {
        for (var to = 0; to < result.Length; to++)
        {
            var (first, end) = _origins[to];
            if (first >= end)
                continue;
            var waits = _waits.AsSpan(to * result.Length + first, end - first);
            var minutes = _minutes.AsSpan(to * result.Length + first, end - first);
            var best = result[first..end];
            // The lower count throttles more: the greater of both is its throttling.
            var (cost, here) = (after[to] + price, throttling[to]);
            var there = throttling.AsSpan(first, end - first);
            var manyWaits = MemoryMarshal.Cast<double, Vector<double>>(waits);
            var manyMinutes = MemoryMarshal.Cast<double, Vector<double>>(minutes);
            var manyThere = MemoryMarshal.Cast<double, Vector<double>>(there);
            var manyBest = MemoryMarshal.Cast<double, Vector<double>>(best);
            for (var i = 0; i < manyBest.Length; i++)
                manyBest[i] = Vector.Min(
                    manyBest[i], manyWaits[i] + manyMinutes[i] * Vector.Max(manyThere[i], new Vector<double>(here)) + new Vector<double>(cost));
            for (var i = manyBest.Length * Vector<double>.Count; i < best.Length; i++)
                best[i] = Math.Min(best[i], waits[i] + minutes[i] * Math.Max(there[i], here) + cost);
        }
    }
}
