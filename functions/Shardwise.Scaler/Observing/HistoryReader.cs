using System.Collections.Concurrent;
using Shardwise.Scaler.Aws;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Observing;

/// <summary>Reads two weeks of demand at the resolution of a <see cref="TrafficHistory"/>, at most once an hour a stream.</summary>
internal sealed class HistoryReader(MetricReader metrics)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetriedAfter = TimeSpan.FromMinutes(10);

    private static readonly MetricQuery[] Queries =
    [
        new("bytes", "IncomingBytes", "Sum"),
        new("records", "IncomingRecords", "Sum"),
        new("throttled", "WriteProvisionedThroughputExceeded", "Sum"),
    ];

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, TrafficHistory? History)> _known = new(StringComparer.Ordinal);

    /// <summary>The history, or what is known of it; it is a help, so that a failure is not thrown and the next minutes go on without.</summary>
    public async Task<TrafficHistory?> ReadAsync(string stream, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _known.TryGetValue(stream, out var known);
        if (known.Until > now && known.Until - now <= KeptFor)
            return known.History;

        try
        {
            var history = await ReadNowAsync(stream, now, cancellationToken);
            _known[stream] = (now + KeptFor, history);
            return history;
        }
        catch (AwsCallException)
        {
            _known[stream] = (now + RetriedAfter, known.History);
            return known.History;
        }
    }

    private async Task<TrafficHistory?> ReadNowAsync(string stream, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const int minutes = TrafficHistory.PeriodMinutes;
        // The newest period may still be short of a minute that CloudWatch shows late.
        var end = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.FromMinutes(minutes).Ticks, TimeSpan.Zero).AddMinutes(-minutes);
        var start = end.AddMinutes(-minutes * TrafficHistory.MaxPeriods);
        var series = await metrics.ReadAsync(stream, Queries, start, end, minutes, cancellationToken);
        if (!series.TryGetValue("bytes", out var bytes) || bytes.Values.Count == 0)
            return null;

        var first = bytes.Values.Keys.Min();
        var demand = new double[(int)((end - first).TotalMinutes / minutes)];
        for (var i = 0; i < demand.Length; i++)
            demand[i] = DemandAt(series, first.AddMinutes(i * minutes));
        return new TrafficHistory(first, demand);
    }

    // A period without both is not known, and never taken as idle. What was turned away counts once for each attempt, and at most doubles.
    private static double DemandAt(IReadOnlyDictionary<string, Series> series, DateTimeOffset at)
    {
        if (!series["bytes"].Values.TryGetValue(at, out var bytes)
            || series.GetValueOrDefault("records")?.Values.TryGetValue(at, out var records) is not true)
            return double.NaN;
        var throttled = series.GetValueOrDefault("throttled")?.Values.GetValueOrDefault(at) ?? 0;
        var accepted = Math.Max(bytes / ShardCapacity.BytesPerMinute, records / ShardCapacity.RecordsPerMinute) / TrafficHistory.PeriodMinutes;
        return accepted * (1 + Math.Min(1, throttled / Math.Max(1, records)));
    }
}
