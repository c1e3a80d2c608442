using Shardwise.Cli.Demo;
using Shardwise.Cli.Traces;
using Shardwise.Local;
using Xunit.Abstractions;

namespace Shardwise.EndToEnd.Tests;

public sealed class KilledFunctionTests(ITestOutputHelper log)
{
    private const int Kills = 5;

    [Fact]
    public async Task Killing_the_consumers_process_in_mid_run_loses_nothing()
    {
        var data = Directory.CreateTempSubdirectory("shardwise-kill-").FullName;
        var settings = ReferencePipeline.Settings(records: 30_000);
        var scale = LocalScale.Fit(DayShape.Generate(settings.Minutes!.Value), settings.Records!.Value, ClickSize.MeanAggregatedBytes());
        await using var pipeline = await LocalPipeline.StartAsync(
            new LocalPipelineOptions
            {
                CloudAssembly = settings.Assembly,
                LambdaHost = settings.LambdaHost,
                Services = new LocalServicesOptions
                {
                    NodeModules = settings.NodeModules,
                    DataDirectory = data,
                    Speed = settings.Speed,
                    Start = DateTimeOffset.UtcNow,
                    ShardFraction = scale.ShardFraction,
                },
            },
            CancellationToken.None);
        var consumer = pipeline.Functions.Single(function => function.LogicalId.Contains("Etl", StringComparison.Ordinal));
        var kills = 0;
        // A line of the consumer's means that it is at work; between two of its restarts it must get some work done.
        pipeline.LogLine += line =>
        {
            if (line.LogicalId == consumer.LogicalId && kills < Kills && consumer.Invocations > (kills + 1) * 20)
            {
                kills++;
                pipeline.KillFunction(consumer.LogicalId);
            }
        };

        var outcome = await DemoRun.RunAsync(pipeline, scale, settings, "a day", (_, run) => run, CancellationToken.None);

        log.WriteLine($"{outcome.Line}; {consumer.Restarts} restarts, {consumer.Errors} errors");
        Assert.Equal([], outcome.Problems);
        Assert.Equal((30_000, 0), (outcome.In, outcome.Lost));
        Assert.Equal(outcome.In, outcome.Out + outcome.Dead);
        Assert.Equal((Kills, Kills), (kills, consumer.Restarts));
        Directory.Delete(data, recursive: true);
    }
}
