using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Kpl;

namespace Shardwise.Producer;

/// <summary>Reads which shards of a stream are open and what they own, unless the service alone decides which of them takes a record.</summary>
internal sealed class ShardMapReader(IAmazonKinesis client, string streamName, ProducerOptions options)
{
    private readonly DistributionReader _distribution = new(client, streamName, options);

    /// <summary>The shard map as it is now.</summary>
    /// <exception cref="InvalidDataException">The ranges are not the whole key space: the stream is in the middle of a reshard.</exception>
    public async Task<ShardMap> ReadAsync(CancellationToken cancellationToken)
    {
        Distribution distribution = await _distribution.ReadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<OpenShard> shards = distribution.IsChosenByService
            ? [OpenShard.ChosenByService]
            : await BoundedCall.RunAsync(ListAsync, options, cancellationToken).ConfigureAwait(false);
        return new ShardMap(shards, distribution);
    }

    private async Task<IReadOnlyList<OpenShard>> ListAsync(CancellationToken cancellationToken)
    {
        List<OpenShard> shards = [];
        var request = new ListShardsRequest { StreamName = streamName, ShardFilter = new ShardFilter { Type = ShardFilterType.AT_LATEST } };
        do
        {
            ListShardsResponse page = await client.ListShardsAsync(request, cancellationToken).ConfigureAwait(false);
            // Some emulators know no filter: a closed shard is one with a last sequence number.
            shards.AddRange((page.Shards ?? []).Where(shard => shard.SequenceNumberRange?.EndingSequenceNumber is null).Select(Read));
            request = new ListShardsRequest { NextToken = page.NextToken };
        }
        while (request.NextToken is not null);

        shards.Sort((one, other) => one.Range.Start.CompareTo(other.Range.Start));
        return IsWhole(shards)
            ? shards
            : throw new InvalidDataException($"ListShards told {shards.Count} open shards, whose hash key ranges are not the whole key space.");
    }

    private static OpenShard Read(Shard shard) =>
        HashKey.TryParse(shard.HashKeyRange?.StartingHashKey, out UInt128 start)
        && HashKey.TryParse(shard.HashKeyRange?.EndingHashKey, out UInt128 end)
        && start <= end
            ? new OpenShard(shard.ShardId, new(start, end))
            : throw new InvalidDataException($"ListShards told no hash key range of shard {shard.ShardId}.");

    private static bool IsWhole(List<OpenShard> shards)
    {
        UInt128 next = UInt128.MinValue;
        for (int i = 0; i < shards.Count; i++)
        {
            if (shards[i].Range.Start != next || (shards[i].Range.End == UInt128.MaxValue) != (i == shards.Count - 1))
            {
                return false;
            }

            next = shards[i].Range.End + 1;
        }

        return shards.Count > 0;
    }
}
