using System.Diagnostics;
using System.Globalization;
using Shardwise.Benchmarks.Kpl;
using Shardwise.Cli.Demo;

namespace Shardwise.Benchmarks.Pipeline;

/// <summary>
/// How many user records a second the reference app takes on this machine, from the put to the object that its ETL function writes: as the demo offers
/// them, and at most, with several writers.
/// </summary>
internal static class PipelineBench
{
    private const int DemoMinutes = 30;

    public static async Task<int> StartAsync(string[] arguments)
    {
        int records = Option(arguments, "--records", 2_000_000);
        int writers = Option(arguments, "--writers", 4);
        string artifacts = Path.Combine(KplRun.RepositoryFolder, "artifacts");
        string command = Path.Combine(artifacts, "bin", "Shardwise.Cli", "release", "shardwise.dll");
        string assembly = Path.Combine(artifacts, "cdk.out");
        if (!File.Exists(Path.Combine(assembly, "manifest.json")))
        {
            Console.Error.WriteLine($"There is no cloud assembly at {assembly}: \"dotnet run build.cs -- bench pipeline\" makes it.");
            return 1;
        }

        double? demo = arguments.Contains("--no-demo") ? null : await DemoRateAsync(command, assembly, Path.Combine(artifacts, "bin", "Shardwise.LambdaHost", "release", "Shardwise.LambdaHost.dll"));
        if (demo is { } offered)
            Say($"the demo's setting: {offered:N0} user records/s");
        using var run = await LocalCommand.StartAsync(command, assembly);
        // What is compiled at first use is no part of it.
        await WriteAsync(run, 0, records / 20, writers);
        var before = run.Processors();
        var watch = Stopwatch.StartNew();
        await WriteAsync(run, records / 20, records, writers);
        Say($"put: {records / watch.Elapsed.TotalSeconds:N0} user records/s by {writers} writers");
        await run.SettledAsync();
        var took = watch.Elapsed;
        var spent = run.Processors();
        int all = records + (records / 20);
        var delivered = DeliveredIds.Read(run.Data, all, _ => false);
        int missing = Enumerable.Range(0, all).Count(id => !delivered.Output.Contains(id) && !delivered.DeadLetters.Contains(id));
        double rate = records / took.TotalSeconds;
        Say($"from put to written: {rate:N0} user records/s over {took.TotalSeconds:0.0} s{(demo is { } usual ? $", {rate / usual:0.0} times the demo's" : "")}; {missing} missing, {delivered.Duplicated.Count} doubled");
        foreach (var (process, time) in spent)
            Say($"processor, of a million records: {(time - before.GetValueOrDefault(process)).TotalSeconds * 1_000_000 / records:0.00} s {process}");
        return missing == 0 ? 0 : 1;
    }

    private static async Task WriteAsync(LocalCommand run, int from, int count, int writers)
    {
        int each = (count + writers - 1) / writers;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() =>
            ClickWriter.WriteAsync(run, from + (writer * each), Math.Min(each, count - (writer * each))))));
    }

    // The demo paces its records itself; its last line counts them.
    private static async Task<double> DemoRateAsync(string command, string assembly, string lambdaHost)
    {
        string[] arguments = [command, "demo", "--plain", "--minutes", $"{DemoMinutes}", "--assembly", assembly, "--lambda-host", lambdaHost];
        using var demo = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        long started = 0;
        while (await demo.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Replaying", StringComparison.Ordinal))
                started = Stopwatch.GetTimestamp();
            if (line.StartsWith("demo: OK in=", StringComparison.Ordinal))
                return int.Parse(line.Split('=')[1].Split(' ')[0], CultureInfo.InvariantCulture) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        throw new InvalidOperationException("the demo did not come to its end");
    }

    private static int Option(string[] arguments, string name, int otherwise) =>
        Array.IndexOf(arguments, name) is >= 0 and var at ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : otherwise;

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
