namespace Shardwise.Scaling.Replay;

/// <summary>Sums visible minutes up to the periods of a <see cref="TrafficHistory"/>, and shows the newest two weeks of them.</summary>
internal sealed class HistoryBuilder
{
    private readonly List<double> _periods = [];
    private DateTimeOffset _start;
    private double _sum;
    private int _count;
    private int _known;

    public TrafficHistory? Visible { get; private set; }

    /// <summary>Takes the next minute in order, without gaps.</summary>
    /// <param name="start">When it began.</param>
    /// <param name="minute"><see langword="null"/> when nothing is known of it.</param>
    public void Add(DateTimeOffset start, TrafficMinute? minute)
    {
        if (_periods.Count == 0 && _count == 0)
            _start = start;
        _sum += minute is null ? 0 : Demand.Of(minute);
        _known += minute is null ? 0 : 1;
        if (++_count < TrafficHistory.PeriodMinutes)
            return;

        // As CloudWatch sums five minutes up: over those it has, and none when it has none.
        _periods.Add(_known > 0 ? _sum / _count : double.NaN);
        (_sum, _count, _known) = (0, 0, 0);
        var first = Math.Max(0, _periods.Count - TrafficHistory.MaxPeriods);
        Visible = new TrafficHistory(
            _start.AddMinutes(first * TrafficHistory.PeriodMinutes), new ListView<double>(_periods, first, _periods.Count - first));
    }
}
