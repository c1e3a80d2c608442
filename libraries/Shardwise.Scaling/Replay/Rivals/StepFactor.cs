namespace Shardwise.Scaling.Replay.Rivals;

/// <summary>brexhq/substation: alarms over minutes, and factors by size.</summary>
internal sealed class StepFactor : IAnsweredPolicy
{
    private readonly LoadWindows _load = new();
    private readonly Alarm _up = new();
    private readonly Alarm _down = new();
    private readonly Retries _retries = new();
    private int _known;
    private bool _inFlight;
    private int _end = int.MinValue / 2;

    public Decision Decide(Observation observation)
    {
        var (minute, n) = (Asked.Minute(observation), observation.OpenShards);
        if (_inFlight && !observation.ReshardInFlight)
            _end = minute;
        _inFlight = observation.ReshardInFlight;
        if (_known == 0)
            _known = n;
        _load.Update(observation.Minutes);

        var up = _up.Rises(All(5, load => load >= 0.70 * _known));
        var down = _down.Rises(All(60, load => load <= 0.35 * _known));
        if (up || down)
            _retries.Clear();
        return up ? Act(observation, minute, goUp: true)
            : down ? Act(observation, minute, goUp: false)
            : _retries.Due(minute) is { } goUp ? Act(observation, minute, goUp)
            : Asked.Nothing(observation);
    }

    public Decision? Answered(Observation observation, Decision decision, bool accepted)
    {
        if (accepted)
        {
            _known = decision.TargetShards!.Value;
            Forget();
        }
        else
        {
            _retries.Plan(Asked.Minute(observation), decision.TargetShards > observation.OpenShards);
        }

        return null;
    }

    private Decision Act(Observation observation, int minute, bool goUp)
    {
        if (_inFlight || minute - _end < (goUp ? 3 : 30))
        {
            Forget();
            return Asked.Nothing(observation);
        }

        var n = observation.OpenShards;
        var factor = n < 5 ? 2 : n < 13 ? 1.75 : n < 33 ? 1.5 : 1.25;
        var shards = goUp ? (int)(n * factor) : Math.Max(1, (int)Math.Ceiling(n / factor));
        return shards == n ? Asked.Nothing(observation) : Asked.For(observation, shards);
    }

    private void Forget()
    {
        _up.Forget();
        _down.Forget();
    }

    private bool All(int count, Func<double, bool> holds)
    {
        if (_load.Count < count)
            return false;
        for (var i = 0; i < count; i++)
        {
            if (!holds(_load.Load(_load.Count - i, 1)))
                return false;
        }

        return true;
    }
}
