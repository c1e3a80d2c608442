namespace Shardwise.Scaling.Replay.Rivals;

/// <summary>epsagon/kinesis-autoscaler: up on one window, down to twice the day's peak after a quiet day.</summary>
internal sealed class DailyPeak : IAnsweredPolicy
{
    private const int Window = 5;
    private const int WindowsOfDay = 288;
    private readonly LoadWindows _load = new();
    private readonly Alarm _up = new();
    private readonly Alarm _down = new();
    private readonly Retries _retries = new();
    private int _known;

    public Decision Decide(Observation observation)
    {
        if (_known == 0)
            _known = observation.OpenShards;
        _load.Update(observation.Minutes);
        var minute = Asked.Minute(observation);
        var up = _up.Rises(_load.Count >= Window && _load.Load(_load.Count, Window) >= 0.75 * _known);
        var down = _down.Rises(_known > 1 && QuietDay());
        if (up || down)
            _retries.Clear();
        return up || down ? Act(observation, up)
            : _retries.Due(minute) is { } goUp ? Act(observation, goUp)
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

    private Decision Act(Observation observation, bool goUp)
    {
        var n = observation.OpenShards;
        if (_known != n)
        {
            _known = n;
            Forget();
            return Asked.Nothing(observation);
        }

        var shards = goUp ? (int)Math.Ceiling(n * (n <= 3 ? 2 : n <= 50 ? 1.5 : 1.25)) : Math.Max((n + 1) / 2, (int)Math.Ceiling(2 * DayPeak()));
        return shards == n ? Asked.Nothing(observation) : Asked.For(observation, shards);
    }

    private void Forget()
    {
        _up.Forget();
        _down.Forget();
    }

    private bool QuietDay()
    {
        if (_load.Count < WindowsOfDay * Window)
            return false;
        for (var i = 0; i < WindowsOfDay; i++)
        {
            if (_load.Load(_load.Count - i * Window, Window) > 0.25 * _known)
                return false;
        }

        return true;
    }

    private double DayPeak()
    {
        var peak = 0.0;
        for (var i = 0; i < Math.Min(WindowsOfDay, _load.Count / Window); i++)
            peak = Math.Max(peak, _load.Load(_load.Count - i * Window, Window));
        return peak;
    }
}
