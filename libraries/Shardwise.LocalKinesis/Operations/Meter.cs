using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Tells whoever listens what CloudWatch would count; costs nothing while nobody does.</summary>
internal sealed class Meter
{
    public event Action<KinesisMetric>? Counted;

    public bool IsOn => Counted is not null;

    /// <summary>One sample at stream level.</summary>
    public void Add(KinesisStream stream, string name, double value, DateTimeOffset at) =>
        Counted?.Invoke(new KinesisMetric(stream.Name, null, name, value, at));

    /// <summary>One sample of a shard, where the stream has that metric enabled for its shards.</summary>
    public void Add(KinesisStream stream, Shard shard, string name, double value, DateTimeOffset at)
    {
        if (Counted is { } counted && stream.ShardLevelMetrics.Contains(name))
        {
            counted(new KinesisMetric(stream.Name, shard.Id, name, value, at));
        }
    }
}
