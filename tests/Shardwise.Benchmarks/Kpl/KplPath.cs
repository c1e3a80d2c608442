using System.Diagnostics;

namespace Shardwise.Benchmarks.Kpl;

/// <summary>Something to measure, and its figures so far.</summary>
/// <param name="work">What is done: "read", "write".</param>
/// <param name="input">The input's name.</param>
/// <param name="method">Who does it.</param>
/// <param name="inputs">The payloads in it.</param>
/// <param name="run">Does it once.</param>
internal sealed class KplPath(string work, string input, string method, IReadOnlyList<KplInput> inputs, Func<long> run)
{
    private readonly List<double> _rounds = [];
    private int _times = 1;
    private int _runs;
    private TimeSpan _processor;
    private long _allocated;

    public (string Work, string Input) Group => (work, input);

    /// <summary>Settles how often a round runs it: for about the time that is given, so that what a run leaves to collect is collected within it.</summary>
    public void Settle(TimeSpan round)
    {
        long started = Stopwatch.GetTimestamp();
        int runs = 0;
        for (; Stopwatch.GetElapsedTime(started) < round; runs++)
        {
            run();
        }

        _times = runs;
    }

    /// <summary>Runs one round.</summary>
    public void Round()
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        for (int time = 0; time < _times; time++)
        {
            run();
        }

        _rounds.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / _times);
        _processor += Environment.CpuUsage.TotalTime - processor;
        _allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / _times;
        _runs += _times;
    }

    public KplMeasurement Measured() => new(
        work, input, method, inputs.Sum(i => (long)i.Payload.Length), inputs.Sum(i => i.UserRecordCount), _rounds.Min(), _processor.TotalMicroseconds / _runs, _allocated);
}
