namespace Shardwise.Scaling.Replay.Rivals;

/// <summary>awslabs/amazon-kinesis-scaling-utils with the settings of its README.</summary>
internal sealed class Ksu : IAnsweredPolicy
{
    private const int EveryMinutes = 5;
    private const int WindowMinutes = 15;
    private const double High = 0.75;
    private const double Low = 0.25;

    private bool _goingUp;
    private bool _inFlight;
    private int _upEnd = int.MinValue / 2;
    private int _downEnd = int.MinValue / 2;

    public Decision Decide(Observation observation)
    {
        var minute = Asked.Minute(observation);
        if (_inFlight && !observation.ReshardInFlight)
            (_upEnd, _downEnd) = _goingUp ? (minute, _downEnd) : (_upEnd, minute);
        _inFlight = observation.ReshardInFlight;
        return _inFlight || minute % EveryMinutes != 0 || Wanted(observation, minute) is not { } shards || shards == observation.OpenShards
            ? Asked.Nothing(observation)
            : Asked.For(observation, shards);
    }

    public Decision? Answered(Observation observation, Decision decision, bool accepted)
    {
        if (accepted)
            _goingUp = decision.TargetShards > observation.OpenShards;
        return accepted || decision.Method == ReshardMethod.SplitsAndMerges
            ? null
            : Asked.For(observation, decision.TargetShards!.Value, ReshardMethod.SplitsAndMerges);
    }

    private int? Wanted(Observation observation, int minute)
    {
        var n = observation.OpenShards;
        var first = Math.Max(0, minute - WindowMinutes);
        var bytes = Vote(observation, first, minute, seen => seen.Bytes / (n * ShardCapacity.BytesPerMinute));
        var records = Vote(observation, first, minute, seen => seen.Records / (n * ShardCapacity.RecordsPerMinute));
        var (high, low, _) = records.Average > bytes.Average ? records : bytes;
        if (high >= 5)
            return minute - _upEnd < 15 ? null : (int)Math.Ceiling(1.5 * n);
        if (low >= 15)
            return minute - _downEnd < 60 ? null : n - (int)(0.25 * n);
        return null;
    }

    private static (int High, int Low, double Average) Vote(Observation observation, int first, int end, Func<TrafficMinute, double> utilization)
    {
        var (high, low, average) = (0, 0, -1.0);
        for (var i = first; i < end; i++)
        {
            // A minute that is not visible yet counts as low: the published code reads a missing sample so.
            if (i >= observation.Minutes.Count)
            {
                low++;
                continue;
            }

            var p = utilization(observation.Minutes[i]);
            high += p > High ? 1 : 0;
            low += p < Low ? 1 : 0;
            average = average < 0 ? p : (average + p) / 2;
        }

        return (high, low, average);
    }
}
