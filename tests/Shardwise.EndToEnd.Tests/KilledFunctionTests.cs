using System.Diagnostics;
using System.IO.Compression;
using Shardwise.Cli.Demo;
using Shardwise.Cli.Traces;
using Shardwise.Local;
using Xunit.Abstractions;

namespace Shardwise.EndToEnd.Tests;

[Collection(ReferencePipeline.OneAtATime)]
public sealed class KilledFunctionTests(ITestOutputHelper log)
{
    private const int Kills = 5;

    [Fact]
    public async Task Any_function_killed_ten_times_at_random_under_load_loses_nothing_on_either_way_and_doubles_nothing()
    {
        using var data = new TemporaryFolder();
        var settings = ReferencePipeline.Settings(records: 20_000);
        var scale = LocalScale.Fit(DayShape.Generate(settings.Minutes!.Value), settings.Records!.Value, ClickSize.MeanAggregatedBytes());
        await using var pipeline = await StartAsync(settings, scale, data.Path);
        using var ended = new CancellationTokenSource();
        var killing = KillAtRandomAsync(pipeline, ended.Token);

        var outcome = await DemoRun.RunAsync(pipeline, scale, settings, "a day", (_, run) => run, CancellationToken.None);
        var killed = await killing;
        await pipeline.DeliverAsync(CancellationToken.None);

        log.WriteLine($"{outcome.Line}; killed {string.Join(", ", killed)}");
        Assert.Equal(10, killed.Count);
        Assert.True(killed.Distinct().Count() == pipeline.Functions.Count, "the seed kills each function at least once");
        Assert.Equal([], outcome.Problems);
        Assert.Equal((20_000, 0), (outcome.In, outcome.Lost));
        Assert.Equal(outcome.In, outcome.Out + outcome.Dead);
        // By the delivery stream: each click in one object, or among what its transform refused.
        var clicks = Delivered(Path.Combine(pipeline.Services.S3Directory, pipeline.Buckets.Single(bucket => bucket.Key.StartsWith("Lake", StringComparison.Ordinal)).Value, "delivered"));
        Assert.Equal(outcome.Out, clicks.Distinct().Count());
        Assert.Equal(outcome.Out, clicks.Count);
    }

    [Fact]
    public async Task Killing_the_consumers_process_in_mid_run_loses_nothing()
    {
        // Removed after the pipeline has ended: its delivery streams write until then.
        using var data = new TemporaryFolder();
        var settings = ReferencePipeline.Settings(records: 20_000);
        var scale = LocalScale.Fit(DayShape.Generate(settings.Minutes!.Value), settings.Records!.Value, ClickSize.MeanAggregatedBytes());
        await using var pipeline = await StartAsync(settings, scale, data.Path);
        var consumer = pipeline.Functions.Single(function => function.LogicalId.Contains("Etl", StringComparison.Ordinal));
        var kills = 0;
        // An object appears while the invocation that writes it is still under way: what it wrote must come again, and must not count twice.
        using var objects = new FileSystemWatcher(pipeline.Services.S3Directory, "*.gz") { IncludeSubdirectories = true, EnableRaisingEvents = true };
        void KillNow(object sender, FileSystemEventArgs written)
        {
            if (kills < Kills && consumer.Invocations > kills * 8 && consumer.Restarts == kills && consumer.ProcessId is not null)
            {
                kills++;
                using var process = Process.GetProcessById(consumer.ProcessId!.Value);
                process.Kill();
            }
        }

        objects.Created += KillNow;
        objects.Renamed += KillNow;

        var outcome = await DemoRun.RunAsync(pipeline, scale, settings, "a day", (_, run) => run, CancellationToken.None);

        log.WriteLine($"{outcome.Line}; {consumer.Restarts} restarts, {consumer.Errors} errors");
        Assert.Equal([], outcome.Problems);
        Assert.Equal((20_000, 0), (outcome.In, outcome.Lost));
        Assert.Equal(outcome.In, outcome.Out + outcome.Dead);
        Assert.Equal((Kills, Kills), (kills, consumer.Restarts));
        Assert.True(consumer.Errors > 0, "no invocation was under way when its process was killed");
    }

    private static Task<LocalPipeline> StartAsync(DemoSettings settings, LocalScale scale, string data) => LocalPipeline.StartAsync(
        new LocalPipelineOptions
        {
            CloudAssembly = settings.Assembly,
            LambdaHost = settings.LambdaHost,
            Services = new LocalServicesOptions
            {
                DataDirectory = data,
                Speed = settings.Speed,
                Start = DateTimeOffset.UtcNow,
                ShardFraction = scale.ShardFraction,
            },
        },
        CancellationToken.None);

    // Within the time that the load lasts.
    private static async Task<IReadOnlyList<string>> KillAtRandomAsync(LocalPipeline pipeline, CancellationToken cancellationToken)
    {
        var random = new Random(16);
        var killed = new List<string>();
        while (killed.Count < 10)
        {
            await Task.Delay(random.Next(200, 2_500), cancellationToken);
            var function = pipeline.Functions[random.Next(pipeline.Functions.Count)];
            pipeline.KillFunction(function.LogicalId);
            killed.Add(function.LogicalId);
        }

        return killed;
    }

    private static List<int> Delivered(string folder)
    {
        var clicks = new List<int>();
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var unpacked = new MemoryStream();
            using (var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress))
                gzip.CopyTo(unpacked);
            ReadOnlySpan<byte> text = unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length);
            while (ClickGenerator.TryFindId(ref text, out int click))
                clicks.Add(click);
        }

        return clicks;
    }
}
