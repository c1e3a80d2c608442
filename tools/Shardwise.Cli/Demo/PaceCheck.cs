using System.Globalization;

namespace Shardwise.Cli.Demo;

/// <summary>
/// Tells a machine that is too slow for the speed from a pipeline that has too few shards or fails: work waits for seconds of real time while nothing
/// is throttled and no function fails.
/// </summary>
/// <param name="speed">Simulated seconds a real second.</param>
public sealed class PaceCheck(double speed)
{
    /// <summary>How long, in real time, work must have waited so.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long failures;
    private TimeSpan calmSince;
    private (TimeSpan At, int Waiting)? sendingLateSince;

    /// <summary>The newest warning; null while the machine follows.</summary>
    public string? Warning { get; private set; }

    /// <summary>Whether there has been a warning, also if the machine follows again.</summary>
    public bool WasSlow { get; private set; }

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">What is shown.</param>
    /// <param name="elapsed">Real time since the start.</param>
    public void Note(DemoFrame frame, TimeSpan elapsed)
    {
        NoteFailures(frame, elapsed);
        var behind = frame.IteratorAge / speed;
        if (behind >= Patience && elapsed - calmSince >= Patience)
        {
            Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"the functions are {frame.IteratorAge.TotalMinutes:0} minutes of the trace behind, which are {behind.TotalSeconds:0} s, ")
                + "and none fails");
        }
        else if (IsSendingLate(frame, elapsed))
        {
            Warn(string.Create(CultureInfo.InvariantCulture, $"{frame.Waiting:N0} records wait to be sent, and nothing is throttled"));
        }
        else
        {
            Warning = null;
        }
    }

    // Whatever fails is tried again, and what comes after it waits: that is no slowness.
    private void NoteFailures(DemoFrame frame, TimeSpan elapsed)
    {
        var now = frame.Functions.Sum(function => function.Errors + function.Restarts);
        if (now != failures)
        {
            (failures, calmSince) = (now, elapsed);
        }
    }

    private bool IsSendingLate(DemoFrame frame, TimeSpan elapsed)
    {
        if (frame.Waiting <= PerSecond(frame) * Patience.TotalSeconds || frame.LastWhole.Throttled >= 0.05)
        {
            sendingLateSince = null;
            return false;
        }

        sendingLateSince ??= (elapsed, frame.Waiting);
        // A backlog that shrinks is being worked off.
        return elapsed - sendingLateSince.Value.At >= Patience && frame.Waiting >= sendingLateSince.Value.Waiting;
    }

    private double PerSecond(DemoFrame frame) => frame.Scale.Records / (frame.Scale.Shards.Count * 60 / speed);

    private void Warn(string what)
    {
        WasSlow = true;
        var slower = Math.Max(1, Math.Floor(speed / 2));
        Warning = string.Create(
            CultureInfo.InvariantCulture,
            $"this machine does not follow {speed:0.#} times real time: {what}; --speed {slower:0} or fewer --records help");
    }
}
