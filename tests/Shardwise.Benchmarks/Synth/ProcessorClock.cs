using System.Diagnostics;
using System.Globalization;

namespace Shardwise.Benchmarks.Synth;

/// <summary>
/// The processor time that this process and those it started have used: what else the machine does passes it by. Linux counts it by the nanosecond;
/// elsewhere it is the time on the wall.
/// </summary>
internal sealed class ProcessorClock
{
    private readonly string[] folders;

    /// <summary>Made once all processes that are to be counted run.</summary>
    public ProcessorClock() => folders = OperatingSystem.IsLinux() && File.Exists("/proc/self/schedstat")
        ? [.. WithDescendants(System.Environment.ProcessId).Select(id => $"/proc/{id}/task")]
        : [];

    /// <summary>What is measured, in words.</summary>
    public string Unit => folders.Length > 0 ? "processor time" : "time on the wall";

    public double Milliseconds() => folders.Length == 0
        ? Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency
        : folders.SelectMany(Directory.GetDirectories).Sum(Nanoseconds) / 1e6;

    // A thread may be gone before it is read: what it did is too little to matter.
    private static double Nanoseconds(string thread)
    {
        try
        {
            return double.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static IEnumerable<int> WithDescendants(int id)
    {
        var parents = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit))
            .Select(name => (Id: int.Parse(name!, CultureInfo.InvariantCulture), Parent: Parent(name!)))
            .ToLookup(process => process.Parent, process => process.Id);
        IEnumerable<int> Below(int parent) => parents[parent].SelectMany(child => Below(child).Prepend(child));
        return Below(id).Prepend(id);
    }

    // The fourth field; the second, the command in parentheses, may hold spaces.
    private static int Parent(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
