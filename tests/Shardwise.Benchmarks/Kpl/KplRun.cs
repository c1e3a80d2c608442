using System.Diagnostics;
using System.Text.Json;

namespace Shardwise.Benchmarks.Kpl;

/// <summary>The whole benchmark: this process, itself again with less of the processor in use, and the npm library beside it.</summary>
internal static class KplRun
{
    private const string ChildSwitch = "--batch-only";

    public static string RepositoryFolder { get; } = FindRepository();

    public static string ArtifactsFolder { get; } = Path.Combine(RepositoryFolder, "artifacts", "bench");

    public static int Start(string[] args)
    {
        bool quick = args.Contains("--quick");
        if (args.Contains(ChildSwitch))
        {
            List<KplMeasurement> batch = KplSuite.Run(quick, new KplBenchmarks().Batches(Environment.GetEnvironmentVariable("SHARDWISE_BENCH_SUFFIX") ?? ""));
            File.WriteAllText(args[^1], JsonSerializer.Serialize(batch));
            return 0;
        }

        Directory.CreateDirectory(ArtifactsFolder);
        Console.WriteLine($"Measuring reading and writing of KPL aggregated records; this takes about {(quick ? "one minute" : "three minutes")}.");
        var benchmarks = new KplBenchmarks();
        List<KplMeasurement> figures =
        [
            .. KplSuite.Run(quick, [.. benchmarks.Batches(""), .. benchmarks.Singles()]),
            .. RunAgain(quick, ", AVX2 at most", ("DOTNET_EnableAVX512", "0"), ("DOTNET_EnableAVX512F", "0")),
            .. RunAgain(quick, ", no SIMD", ("DOTNET_EnableHWIntrinsic", "0")),
            .. NodeBaseline.Run(quick),
        ];

        string command = "dotnet run build.cs -- bench kpl" + (quick ? " --quick" : "");
        var report = new KplReport(figures, command);
        report.Write(Console.Out);
        report.WriteJson(Path.Combine(ArtifactsFolder, "kpl.json"));
        if (!quick)
        {
            report.WriteFigures();
        }

        return 0;
    }

    /// <summary>The batch again in a process of its own, since what a processor may do is settled when a process starts.</summary>
    private static List<KplMeasurement> RunAgain(bool quick, string suffix, params (string Name, string Value)[] environment)
    {
        string output = Path.Combine(ArtifactsFolder, "kpl-child.json");
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(KplRun).Assembly.Location);
        }

        foreach (string argument in (string[])["kpl", ChildSwitch, .. quick ? ["--quick"] : (string[])[], output])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SHARDWISE_BENCH_SUFFIX"] = suffix;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process child = Process.Start(start) ?? throw new InvalidOperationException("The benchmark cannot start itself again.");
        child.WaitForExit();
        return child.ExitCode == 0
            ? JsonSerializer.Deserialize<List<KplMeasurement>>(File.ReadAllText(output))!
            : throw new InvalidOperationException($"The benchmark{suffix} ended with exit code {child.ExitCode}.");
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Infra.sln.");
    }
}
