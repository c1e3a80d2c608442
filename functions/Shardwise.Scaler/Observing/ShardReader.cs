using System.Globalization;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Scaler.Aws;
using Shardwise.Scaler.Basics;

namespace Shardwise.Scaler.Observing;

/// <summary>Reads the open shards, and their own metrics while those are on.</summary>
internal sealed class ShardReader(IAmazonKinesis kinesis, MetricReader metrics)
{
    // A look back costs nothing by its length, and shard-level metrics come late like others.
    private const int Minutes = 25;

    // 10,000 open shards are ten pages of 1,000; more than this is a server that repeats itself.
    private const int MostPages = 100;

    /// <summary>The open shards in the order of their hash keys.</summary>
    /// <exception cref="AwsCallException">They could not be listed.</exception>
    public async Task<IReadOnlyList<ShardRange>> OpenAsync(string stream, CancellationToken cancellationToken)
    {
        var open = new List<ShardRange>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var request = next is null
                ? new ListShardsRequest { StreamName = stream, ShardFilter = new ShardFilter { Type = ShardFilterType.AT_LATEST } }
                : new ListShardsRequest { NextToken = next };
            var response = await AwsCall.RunAsync("ListShards", () => kinesis.ListShardsAsync(request, cancellationToken));
            open.AddRange(from shard in response.Shards ?? []
                          where shard.SequenceNumberRange?.EndingSequenceNumber is null
                          select new ShardRange(shard.ShardId, Key(shard.HashKeyRange.StartingHashKey), Key(shard.HashKeyRange.EndingHashKey)));
            next = response.NextToken;
            if (string.IsNullOrEmpty(next))
                break;
        }

        return [.. open.OrderBy(shard => shard.Start)];
    }

    /// <summary>The newest minutes of the shards that have shard-level metrics.</summary>
    /// <exception cref="AwsCallException">They could not be read.</exception>
    public async Task<IReadOnlyList<ShardMinute>> MinutesAsync(
        string stream, IReadOnlyList<ShardRange> shards, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var queries = shards.SelectMany((shard, i) => new[]
        {
            new MetricQuery($"b{i}", "IncomingBytes", "Sum", ("ShardId", shard.Id)),
            new MetricQuery($"r{i}", "IncomingRecords", "Sum", ("ShardId", shard.Id)),
            new MetricQuery($"t{i}", "WriteProvisionedThroughputExceeded", "Sum", ("ShardId", shard.Id)),
        }).ToList();
        var end = Basics.Minutes.Whole(now).AddMinutes(-1);
        var series = await metrics.ReadAsync(stream, queries, end.AddMinutes(-Minutes), end, 1, cancellationToken);
        return [.. shards.SelectMany((shard, i) => MinutesOf(shard, Of($"b{i}"), Of($"r{i}"), Of($"t{i}"))).OrderBy(minute => minute.Start)];

        Series? Of(string id) => series.GetValueOrDefault(id);
    }

    private static IEnumerable<ShardMinute> MinutesOf(ShardRange shard, Series? bytes, Series? records, Series? throttled) =>
        from minute in (bytes ?? new Series()).Values
        select new ShardMinute(
            shard.Id, minute.Key, minute.Value, records?.Values.GetValueOrDefault(minute.Key) ?? 0,
            throttled?.Values.GetValueOrDefault(minute.Key) ?? 0);

    private static UInt128 Key(string text) => UInt128.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
