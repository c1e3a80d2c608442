using System.Globalization;

namespace Shardwise.LocalKinesis.Tests;

/// <summary>
/// A local Kinesis on a folder in a process of its own, for <see cref="DurabilityTests"/> to kill, and for <see cref="PortTests"/> to run without a right:
/// prints its endpoint and what it cut off, or why it cannot start.
/// </summary>
public static class Program
{
    /// <summary>Runs until it is killed or its input ends.</summary>
    /// <param name="args">The folder; the port, where it is not a free one.</param>
    public static async Task Main(string[] args)
    {
        try
        {
            await RunAsync(args[0], args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0);
        }
        catch (LocalKinesisException exception)
        {
            Console.WriteLine("refused " + exception.Message);
        }
    }

    private static async Task RunAsync(string folder, int port)
    {
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions
        {
            DataDirectory = folder, Port = port, EnforceLimits = false, StateChangeDuration = TimeSpan.Zero, ReshardDuration = (_, _) =>
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
