using System.Text;
using Shardwise.Kpl;

namespace Shardwise.Cli.Demo;

/// <summary>A full Kinesis record and the running numbers of the clicks in it.</summary>
internal sealed record Aggregate(AggregatedBlob Blob, IReadOnlyList<int> Numbers)
{
    /// <summary>What Kinesis counts: data and partition key.</summary>
    public int Bytes { get; } = Blob.Data.Length + Encoding.UTF8.GetByteCount(Blob.PartitionKey);

    /// <summary>What decides the shard.</summary>
    public UInt128 HashKey => Kpl.HashKey.TryParse(Blob.ExplicitHashKey, out var hashKey) ? hashKey : Kpl.HashKey.Of(Blob.PartitionKey);
}
