using System.Globalization;

namespace Shardwise.Cli.Demo;

/// <summary>The demo without a terminal: a line every five simulated minutes, and one whenever the scaler changes something.</summary>
/// <param name="output">Where the lines go.</param>
public sealed class PlainReport(TextWriter output)
{
    private const int MinutesPerLine = 5;

    private int nextMinute = MinutesPerLine;
    private DemoPhase phase;
    private ScalerDecision? told;
    private bool isSlow;

    /// <summary>Writes what is new in a frame, if anything.</summary>
    /// <param name="frame">What is to be told.</param>
    public void Report(DemoFrame frame)
    {
        if (frame.Decision is { TargetShards: { } target } decision && decision != told)
        {
            told = decision;
            Write($"{decision.Time:HH:mm} scaler: {decision.OpenShards} -> {target} shards, {decision.Outcome}: {decision.Reason}");
        }

        if (frame.Warning is { } warning && !isSlow)
        {
            Write($"{frame.Clock:HH:mm} slow: {warning}");
        }

        isSlow = frame.Warning is not null;
        var minute = frame.Minutes.Count - 1;
        if (minute >= nextMinute || phase != frame.Phase)
        {
            nextMinute = ((minute / MinutesPerLine) + 1) * MinutesPerLine;
            phase = frame.Phase;
            Write($"{Line(frame, minute)}");
        }
    }

    private static string Line(DemoFrame frame, int minute)
    {
        var (offered, accepted, throttled, _) = frame.LastWhole;
        var where = frame.Phase == DemoPhase.Offering ? $"minute {minute}/{frame.Scale.Shards.Count}" : frame.Phase.ToString().ToLowerInvariant();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{frame.Clock:HH:mm} {where}: offered {offered:0.0} accepted {accepted:0.0} throttled {throttled:0.0} "
            + $"shards {frame.OpenShards} utilization {frame.LastWhole.Utilization * 100:0} % iterator age {frame.IteratorAge.TotalMinutes:0.0} min, "
            + $"in {frame.Accepted} ETL {frame.Processed} dead {frame.DeadLetters} waiting {frame.Waiting}");
    }

    private void Write(FormattableString line)
    {
        output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        output.Flush();
    }
}
