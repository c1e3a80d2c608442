using Shardwise.Cli.Demo;
using Shardwise.Cli.Traces;

namespace Shardwise.Cli.Tests.Demo;

internal static class Frames
{
    private static readonly LocalScale Scale = LocalScale.Fit(DayShape.Generate(), records: 300_000, bytesPerRecord: 170);

    public static DemoFrame At(int minute)
    {
        LoadMinute[] minutes = [.. Scale.Shards.Take(minute + 1).Select(load => new LoadMinute(load, Math.Min(load, 4), Math.Max(0, load - 4), 4))];
        return new DemoFrame
        {
            TraceName = "a generated day",
            Speed = 60,
            Scale = Scale,
            Phase = DemoPhase.Offering,
            Clock = new DateTimeOffset(2026, 11, 20, 11, 5, 0, TimeSpan.Zero).AddMinutes(minute),
            Minutes = minutes,
            LastWhole = minutes.Length < 2 ? default : minutes[^2],
            OpenShards = 4,
            TargetShards = 8,
            Operations = 2,
            IteratorAge = TimeSpan.FromSeconds(90),
            Offered = Scale.RecordsByMinute[minute],
            Accepted = Scale.RecordsByMinute[minute] - 1_234,
            Processed = 100_000,
            DeadLetters = 512,
            Functions = [new FunctionFigures("ClickstreamEtl", 1_203, 0, 0), new FunctionFigures("Scaler", 47, 1, 1)],
            Decision = new ScalerDecision
            {
                Time = new DateTimeOffset(2026, 11, 20, 11, 45, 0, TimeSpan.Zero),
                OpenShards = 4,
                TargetShards = 8,
                Reason = "the demand of the last minutes, 5.9 shards with what was throttled, [needs] 9 shards at 70 % and one call may at most double 4",
                Outcome = "started",
            },
        };
    }
}
