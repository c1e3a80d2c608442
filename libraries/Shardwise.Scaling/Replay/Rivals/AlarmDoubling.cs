namespace Shardwise.Scaling.Replay.Rivals;

/// <summary>aws-samples/kinesis-auto-scaling: two alarms that double and halve.</summary>
internal sealed class AlarmDoubling : IAnsweredPolicy
{
    private const int Window = 5;
    private readonly LoadWindows _load = new();
    private readonly Alarm _up = new();
    private readonly Alarm _down = new();
    private int _known;

    public Decision Decide(Observation observation)
    {
        if (_known == 0)
            _known = observation.OpenShards;
        _load.Update(observation.Minutes);
        var up = _up.Rises(Windows(5, load => load >= 0.75 * _known) == 5);
        var down = _down.Rises(_known > 1 && Windows(60, load => load < 0.25 * _known) >= 57);
        var n = observation.OpenShards;
        return up ? Asked.For(observation, 2 * n)
            : down ? Asked.For(observation, Math.Max(1, n / 2))
            : Asked.Nothing(observation);
    }

    public Decision? Answered(Observation observation, Decision decision, bool accepted)
    {
        if (accepted)
        {
            _known = decision.TargetShards!.Value;
            _up.Forget();
            _down.Forget();
        }
        else if (decision.TargetShards > observation.OpenShards)
        {
            _up.Forget();
        }
        else
        {
            _down.Forget();
        }

        return null;
    }

    // How many of the newest windows hold; none when they do not all lie inside the trace.
    private int Windows(int count, Func<double, bool> holds)
    {
        if (_load.Count < count * Window)
            return 0;
        var held = 0;
        for (var i = 0; i < count; i++)
            held += holds(_load.Load(_load.Count - i * Window, Window)) ? 1 : 0;
        return held;
    }
}
