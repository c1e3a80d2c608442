namespace Shardwise.LocalKinesis.Tests;

/// <summary>
/// A local Kinesis on a folder in a process of its own, for <see cref="DurabilityTests"/> to kill: prints its endpoint and what it cut off.
/// </summary>
public static class Program
{
    /// <summary>Runs until it is killed or its input ends.</summary>
    public static async Task Main(string[] args)
    {
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions
        {
            DataDirectory = args[0], EnforceLimits = false, StateChangeDuration = TimeSpan.Zero, ReshardDuration = (_, _) =>
                TimeSpan.FromMilliseconds(10),
        });
        foreach (var line in kinesis.Recovered)
        {
            Console.WriteLine("cut " + line);
        }

        Console.WriteLine("at " + kinesis.Endpoint);
        await Console.In.ReadToEndAsync();
    }
}
