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

    /// <summary>Replays a trace against one of its policies.</summary>
    public Replayed Replay(string policy, Trace trace)
    {
        var minute = Type("TraceMinute").GetConstructor([typeof(double), typeof(double)])!;
        var minutes = Array.CreateInstance(minute.DeclaringType!, trace.Minutes.Count);
        for (var i = 0; i < minutes.Length; i++)
            minutes.SetValue(minute.Invoke([trace.Minutes[i].Records, trace.Minutes[i].Bytes]), i);
        var same = Activator.CreateInstance(Type("Trace"), trace.Name, minutes);
        dynamic result = Type("ComparedPolicies").GetMethod("Run")!.Invoke(null, [policy, same, Activator.CreateInstance(Type("ReplayProfile")), null, CancellationToken.None])!;
        return new Replayed(result.ShardHours, result.ThrottledFraction, result.Operations, result.SplitsAndMerges);
    }

    private Type Type(string name) => _assembly.GetType($"Shardwise.Scaling.Replay.{name}", throwOnError: true)!;

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
