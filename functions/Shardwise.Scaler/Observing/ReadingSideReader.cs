using System.Collections.Concurrent;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Scaler.Aws;
using Shardwise.Scaler.Basics;

namespace Shardwise.Scaler.Observing;

/// <summary>
/// Reads how consumers do. Each metric that is asked for costs, and consumers fall behind over minutes, not seconds: read every
/// <see cref="EveryMinutes"/> minutes and kept in between; for a fleet every quarter of an hour.
/// </summary>
internal sealed class ReadingSideReader(IAmazonKinesis kinesis, MetricReader metrics)
{
    public const int EveryMinutes = 5;
    private const int EveryMinutesOfAFleet = 15;
    private const int Minutes = 6;
    private const int LastingMinutes = 3;

    private const string Age = "age";
    private const string Throttled = "readthrottled";
    private const string Bytes = "readbytes";

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, ReadingSide Side, List<string> Consumers)> _known = new(StringComparer.Ordinal);

    /// <summary>Whether it reads for a fleet.</summary>
    public bool IsThrifty { get; set; }

    /// <exception cref="AwsCallException">The metrics or the consumers could not be read.</exception>
    public async Task<ReadingSide> ReadAsync(string stream, StreamDescriptionSummary summary, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!IsDue(stream, now, out var known))
            return known.Side;

        var consumers = await ConsumersAsync(summary, cancellationToken);
        var queries = Queries(consumers);
        var end = Basics.Minutes.Whole(now).AddMinutes(-1);
        var side = SideOf(await metrics.ReadAsync(stream, queries, end.AddMinutes(-Minutes), end, 1, cancellationToken), consumers);
        // How much is read matters only to say why reads are throttled.
        if (side.ThrottledMinutes > 0)
        {
            MetricQuery[] bytes = [new(Bytes, "GetRecords.Bytes", "Sum")];
            var read = await metrics.ReadAsync(stream, bytes, end.AddMinutes(-Minutes), end, 1, cancellationToken);
            side = side with { BytesPerMinute = Most(read, Bytes) };
        }

        _known[stream] = (now, side, consumers);
        return side;
    }

    /// <summary>What <see cref="ReadAsync"/> is about to ask for; nothing when it is not due.</summary>
    public IReadOnlyList<MetricQuery> Next(string stream, DateTimeOffset now) =>
        IsDue(stream, now, out var known) ? Queries(known.Consumers ?? []) : [];

    private bool IsDue(string stream, DateTimeOffset now, out (DateTimeOffset At, ReadingSide Side, List<string> Consumers) known) =>
        !_known.TryGetValue(stream, out known) || now < known.At
            || now - known.At >= TimeSpan.FromMinutes(IsThrifty ? EveryMinutesOfAFleet : EveryMinutes);

    private static List<MetricQuery> Queries(List<string> consumers) =>
    [
        new(Age, "GetRecords.IteratorAgeMilliseconds", "Maximum"),
        new(Throttled, "ReadProvisionedThroughputExceeded", "Sum"),
        .. consumers.Select(
            (consumer, i) => new MetricQuery($"behind{i}", "SubscribeToShardEvent.MillisBehindLatest", "Maximum", ("ConsumerName", consumer))),
    ];

    private static ReadingSide SideOf(IReadOnlyDictionary<string, Series> series, List<string> consumers)
    {
        var lags = consumers.Select((consumer, i) => (Name: $"consumer {consumer}", Milliseconds: Lasting(series, $"behind{i}")))
            .Prepend((Name: "a polling consumer", Milliseconds: Lasting(series, Age)));
        var slowest = lags.MaxBy(lag => lag.Milliseconds);
        var throttled = series.GetValueOrDefault(Throttled)?.Values.Values.ToList() ?? [];
        return new ReadingSide
        {
            Lag = TimeSpan.FromMilliseconds(Math.Min(slowest.Milliseconds, TimeSpan.FromDays(366).TotalMilliseconds)),
            LaggingConsumer = slowest.Name,
            ThrottledMinutes = throttled.Count(value => value > 0),
            SeenMinutes = Minutes,
            ThrottledReads = throttled.Sum(),
        };
    }

    // A moment's lag (a cold start, a large batch, a new shard) is no lag yet: it is what the newest minutes all show.
    private static double Lasting(IReadOnlyDictionary<string, Series> series, string id) =>
        series.TryGetValue(id, out var known) && known.Values.Count > 0
            ? known.Values.OrderByDescending(value => value.Key).Take(LastingMinutes).Min(value => value.Value)
            : 0;

    private static double Most(IReadOnlyDictionary<string, Series> series, string id) =>
        series.TryGetValue(id, out var known) && known.Values.Count > 0 ? known.Values.Values.Max() : 0;

    private async Task<List<string>> ConsumersAsync(StreamDescriptionSummary summary, CancellationToken cancellationToken)
    {
        if (summary.ConsumerCount is not > 0 || string.IsNullOrEmpty(summary.StreamARN))
            return [];
        // At most 50 consumers a stream, and 100 a page: one call.
        var response = await AwsCall.RunAsync("ListStreamConsumers", () => kinesis.ListStreamConsumersAsync(
            new ListStreamConsumersRequest { StreamARN = summary.StreamARN }, cancellationToken));
        return [.. (response.Consumers ?? []).Select(consumer => consumer.ConsumerName)];
    }
}
