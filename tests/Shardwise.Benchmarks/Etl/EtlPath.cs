using System.Diagnostics;

namespace Shardwise.Benchmarks.Etl;

/// <summary>A way to measure, and its figures so far.</summary>
internal sealed class EtlPath(string name, Func<long> work)
{
    private int _runs;
    private TimeSpan _processor;

    public string Name => name;

    /// <summary>The fastest run, in microseconds: one that nothing disturbed, and that had no garbage to collect.</summary>
    public double Fastest { get; private set; } = double.MaxValue;

    /// <summary>The mean processor time of a run, in microseconds, collecting its garbage among it. What else the machine does at the time is not in it.</summary>
    public double Processor => _processor.TotalMicroseconds / _runs;

    /// <summary>In the last round.</summary>
    public long Allocated { get; private set; }

    public void Run(int times, bool keep)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int run = 0; run < times; run++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            work();
            TimeSpan took = Stopwatch.GetElapsedTime(started);
            Allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Fastest = keep ? Math.Min(Fastest, took.TotalMicroseconds) : Fastest;
        }

        if (keep)
        {
            _runs += times;
            _processor += Environment.CpuUsage.TotalTime - before;
        }
    }
}
