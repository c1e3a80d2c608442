using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Shardwise.Benchmarks.Kpl;

/// <summary>Runs <see cref="KplBenchmarks"/> in this process.</summary>
internal static class KplSuite
{
    public static List<KplMeasurement> Run(bool quick, string nameSuffix, params string[] categories)
    {
        Job job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithStrategy(RunStrategy.Throughput)
            .WithIterationTime(TimeInterval.FromMilliseconds(100))
            .WithWarmupCount(quick ? 3 : 6)
            .WithIterationCount(quick ? 5 : 20)
            .WithUnrollFactor(1);
        ManualConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(NullLogger.Instance)
            .AddFilter(new AnyCategoriesFilter(categories))
            .WithArtifactsPath(Path.Combine(KplRun.ArtifactsFolder, "BenchmarkDotNet"))
            .WithOptions(ConfigOptions.DisableLogFile);

        Summary summary = BenchmarkRunner.Run<KplBenchmarks>(config);
        return [.. summary.Reports.Select(report => ToMeasurement(report, nameSuffix))];
    }

    private static KplMeasurement ToMeasurement(BenchmarkReport report, string nameSuffix)
    {
        BenchmarkCase benchmark = report.BenchmarkCase;
        if (report.ResultStatistics is not { } statistics)
        {
            throw new InvalidOperationException($"{benchmark.DisplayInfo} did not run to its end.");
        }

        var input = (KplInput?)benchmark.Parameters.Items.FirstOrDefault()?.Value;
        IReadOnlyList<KplInput> inputs = input is null ? KplInput.Batch : [input];
        string category = benchmark.Descriptor.Categories[0];
        return new KplMeasurement(
            category == KplBenchmarks.WriteCategory ? "write" : "read",
            (input?.Name ?? "64 payloads, 16 KiB to 1 MiB") + nameSuffix,
            benchmark.Descriptor.WorkloadMethod.Name.Replace("Batch", "").Replace("Write", ""),
            inputs.Sum(i => (long)i.Payload.Length),
            inputs.Sum(i => i.UserRecords.Count),
            statistics.Min / 1000,
            statistics.Median / 1000,
            report.GcStats.GetBytesAllocatedPerOperation(benchmark));
    }
}
