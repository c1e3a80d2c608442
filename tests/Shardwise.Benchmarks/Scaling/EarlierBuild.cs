using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using Trace = Shardwise.Scaling.Replay.Trace;

namespace Shardwise.Benchmarks.Scaling;

/// <summary>The policy and the replay as they were at an earlier commit: taken from the repository's history, built, and loaded beside these.</summary>
internal sealed class EarlierBuild
{
    private readonly Assembly _assembly;

    private EarlierBuild(Assembly assembly) => _assembly = assembly;

    /// <summary>Builds a commit once, under artifacts.</summary>
    public static EarlierBuild Of(string root, string commit)
    {
        var folder = Path.Combine(root, "artifacts", $"scaling-{commit}");
        var library = Path.Combine(folder, "artifacts", "bin", "Shardwise.Scaling", "release", "Shardwise.Scaling.dll");
        if (!File.Exists(library))
        {
            Directory.CreateDirectory(folder);
            var archive = Path.Combine(folder, "source.tar");
            Run(root, "git", "archive", "-o", archive, commit, "libraries/Shardwise.Scaling", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props",
                "global.json", "eng", ".editorconfig");
            Run(folder, "tar", "-xf", archive);
            Run(folder, "dotnet", "build", "libraries/Shardwise.Scaling/Shardwise.Scaling.csproj", "-c", "Release", "-v", "q", "-nologo");
        }

        return new EarlierBuild(new AssemblyLoadContext($"Shardwise.Scaling at {commit}").LoadFromAssemblyPath(library));
    }

    /// <summary>Replays a trace against one of its settings, with splits and merges where the name ends with <c>+split</c>.</summary>
    public Replayed Replay(string policy, Trace trace, int startShards)
    {
        var minute = Type("Replay.TraceMinute").GetConstructor([typeof(double), typeof(double)])!;
        var minutes = Array.CreateInstance(minute.DeclaringType!, trace.Minutes.Count);
        for (var i = 0; i < minutes.Length; i++)
            minutes.SetValue(minute.Invoke([trace.Minutes[i].Records, trace.Minutes[i].Bytes]), i);
        var same = Activator.CreateInstance(Type("Replay.Trace"), trace.Name, minutes);
        var settings = (System.Collections.IEnumerable)Type("Planning.PlanningSetting").GetProperty("All")!.GetValue(null)!;
        var setting = settings.Cast<object>().Single(setting => ((dynamic)setting).Name == policy.Split('+')[0]);
        var planning = Activator.CreateInstance(Type("Planning.PlanningPolicy"), setting, policy.EndsWith("+split", StringComparison.Ordinal));
        dynamic result = Type("Replay.StreamReplay").GetMethod("Run")!.Invoke(
            null, [policy, planning, same, Activator.CreateInstance(Type("Replay.ReplayProfile")), startShards, null, CancellationToken.None])!;
        return new Replayed(result.ShardHours, result.ThrottledFraction, result.Operations, result.SplitsAndMerges);
    }

    private Type Type(string name) => _assembly.GetType($"Shardwise.Scaling.{name}", throwOnError: true)!;

    private static void Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}; the comparison needs the whole history of the repository.");
    }
}
