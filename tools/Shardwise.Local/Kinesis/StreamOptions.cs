namespace Shardwise.Local;

/// <summary>How streams run in a pipeline on this machine: by its clock, as one account, and counted over one real second.</summary>
internal static class StreamOptions
{
    // What AWS gives an iterator. Readers hold theirs for real time, in which functions run, so the clock's speed must not shorten it.
    private static readonly TimeSpan IteratorLifetime = TimeSpan.FromMinutes(5);

    // A day of traffic at sixty times its speed; expired records make room.
    private const long MostStoredBytes = 4L << 30;

    public static LocalKinesisOptions Of(LocalServicesOptions options, TimeProvider clock) => new()
    {
        Clock = clock,
        DataDirectory = options.KeepStreams ? Path.Combine(Path.GetFullPath(options.DataDirectory), "kinesis") : null,
        Region = options.Region,
        AccountId = options.AccountId,
        ShardFraction = options.ShardFraction,
        LimitWindow = TimeSpan.FromSeconds(options.Speed),
        ShardLimit = options.ShardLimit,
        DailyShardCountUpdates = options.DailyOperations,
        StateChangeDuration = options.StateChangeDuration,
        SplitMergeDuration = options.SplitMergeDuration,
        ReshardDuration = options.ReshardDuration,
        IteratorLifetime = IteratorLifetime * options.Speed,
        SubscriptionLifetime = IteratorLifetime * options.Speed,
        MaxStoredBytes = MostStoredBytes,
        Fault = options.KinesisFault,
        OneScope = true,
        LimitsCalls = false,
    };
}
