using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>
/// Two days of a stream whose keys are of a Zipf distribution, under the scaler's own function: load of 3 to 9 shards by the time of day, 1,000 keys at
/// places that a seed gives, 12 shards at first.
/// </summary>
/// <param name="Throttled">The share of what was offered that was turned away.</param>
/// <param name="ShardHours">Shards, by the hour.</param>
/// <param name="Splits">Calls of SplitShard.</param>
internal readonly record struct SkewedStream(double Throttled, double ShardHours, int Splits)
{
    private const int Minutes = 2 * 1_440;
    private const int Keys = 1_000;

    /// <param name="exponent">Of the distribution: a key's share falls with its rank to this power.</param>
    /// <param name="seed">Where the keys are.</param>
    /// <param name="repairs">Whether hot ranges are found; else shard-level metrics never show anything.</param>
    public static async Task<SkewedStream> RunAsync(double exponent, int seed, bool repairs)
    {
        var account = new SimulatedAccount();
        var stream = account.Add("skewed", 12);
        stream.Advance(SimulatedAccount.Start);
        (stream.Keys, stream.HidesShardMetrics) = (Zipf(exponent, seed), !repairs);
        stream.Traffic = at => (Load(at), 0, 0);
        var function = account.NewFunction();
        var (offered, hours) = (0.0, 0.0);
        for (var minute = 0; minute < Minutes; minute++)
        {
            stream.AdvanceMinute();
            (offered, hours) = (offered + Load(stream.Now.AddMinutes(-1)), hours + stream.Shards.Count / 60.0);
            await account.InvokeAsync(function, stream, new ScalingTarget { StreamName = stream.Name, MinShards = 1, MaxShards = 64 });
        }

        return new SkewedStream(stream.Throttled / offered, hours, stream.Reshards.Count(reshard => reshard.Call == "SplitShard"));
    }

    /// <summary>The share of what is offered that keys heavier than a shard have beyond it: no split can help it.</summary>
    public static double BeyondSplits(double exponent)
    {
        var keys = Zipf(exponent, 1);
        var loads = Enumerable.Range(0, Minutes).Select(minute => Load(SimulatedAccount.Start.AddMinutes(minute))).ToList();
        return loads.Sum(load => keys.Sum(key => Math.Max(0, load * key.Share - 1))) / loads.Sum();
    }

    private static double Load(DateTimeOffset at) => 6 - 3 * Math.Cos(2 * Math.PI * at.TimeOfDay.TotalDays);

    private static (UInt128 Key, double Share)[] Zipf(double exponent, int seed)
    {
        var random = new Random(seed);
        var all = Enumerable.Range(1, Keys).Sum(rank => Math.Pow(rank, -exponent));
        return [.. Enumerable.Range(1, Keys).Select(rank => (new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()) << 1, Math.Pow(rank, -exponent) / all))];
    }
}
