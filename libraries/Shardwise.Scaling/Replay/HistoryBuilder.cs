namespace Shardwise.Scaling.Replay;

/// <summary>Sums visible minutes up to the periods of a <see cref="TrafficHistory"/>, and shows the newest two weeks of them.</summary>
internal sealed class HistoryBuilder
{
    private readonly List<double> _periods = [];
    private DateTimeOffset _start;
    private double _sum;
    private int _count;

    public TrafficHistory? Visible { get; private set; }

    /// <summary>Takes the next minute in order, without gaps.</summary>
    public void Add(TrafficMinute minute)
    {
        if (_periods.Count == 0 && _count == 0)
            _start = minute.Start;
        _sum += Demand.Of(minute);
        if (++_count < TrafficHistory.PeriodMinutes)
            return;

        _periods.Add(_sum / _count);
        (_sum, _count) = (0, 0);
        var first = Math.Max(0, _periods.Count - TrafficHistory.MaxPeriods);
        Visible = new TrafficHistory(
            _start.AddMinutes(first * TrafficHistory.PeriodMinutes), new ListView<double>(_periods, first, _periods.Count - first));
    }
}
