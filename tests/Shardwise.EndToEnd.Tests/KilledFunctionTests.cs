using System.Diagnostics;
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
    public async Task Killing_the_consumers_process_in_mid_run_loses_nothing()
    {
        // Removed after the pipeline has ended: its delivery streams write until then.
        using var data = new TemporaryFolder();
        var settings = ReferencePipeline.Settings(records: 20_000);
        var scale = LocalScale.Fit(DayShape.Generate(settings.Minutes!.Value), settings.Records!.Value, ClickSize.MeanAggregatedBytes());
        await using var pipeline = await LocalPipeline.StartAsync(
            new LocalPipelineOptions
            {
                CloudAssembly = settings.Assembly,
                LambdaHost = settings.LambdaHost,
                Services = new LocalServicesOptions
                {
                    DataDirectory = data.Path,
                    Speed = settings.Speed,
                    Start = DateTimeOffset.UtcNow,
                    ShardFraction = scale.ShardFraction,
                },
            },
            CancellationToken.None);
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
}
