namespace Shardwise.Local;

/// <summary>
/// The Kinesis endpoint: a proxy before the emulator that enforces what AWS enforces and the emulator does not, and counts what CloudWatch would count.
/// </summary>
public sealed class KinesisFront
{
    /// <summary>Raised after a stream's shard count has changed, on the thread that changed it.</summary>
    public event Action<Resharded>? Resharded;

    /// <summary>Every change of shard count so far, oldest first.</summary>
    public IReadOnlyList<Resharded> Reshards => [];

    /// <summary>The streams' names, in order.</summary>
    public IReadOnlyList<string> StreamNames => [];

    /// <summary>Bytes that a local shard takes a simulated second: 1 MiB times the shard fraction.</summary>
    public double ShardBytesPerSecond => 0;

    /// <summary>Records that a local shard takes a simulated second: 1,000 times the shard fraction.</summary>
    public double ShardRecordsPerSecond => 0;

    /// <summary>The stream as it is now; null when there is none of that name.</summary>
    public StreamSnapshot? Find(string streamName)
    {
        Resharded?.Invoke(new Resharded(streamName, 0, 0, default));
        return null;
    }
}
