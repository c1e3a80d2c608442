namespace Shardwise.Scaler;

/// <summary>What CloudWatch knows of one minute.</summary>
internal readonly record struct MetricMinute(DateTimeOffset Start, double Bytes, double Records, double ThrottledRecords);

/// <summary>
/// Reads the visible minutes of a stream from CloudWatch, and tells "nothing" from "not known".
/// </summary>
/// <remarks>
/// Kinesis puts out no datapoint for a minute without a call, and CloudWatch shows a minute late, so a missing datapoint has two
/// meanings. A minute counts as known only when both IncomingBytes and IncomingRecords have a datapoint. In a known minute, missing
/// WriteProvisionedThroughputExceeded means that nothing was throttled, unless CloudWatch says that its answer is not complete. Any other
/// minute is left out, also one with throttling alone: what was accepted in it is late. A stream without traffic has no known minutes,
/// and so keeps its shards: idle and unseen look the same, and only one of them may be shrunk.
/// </remarks>
internal sealed class TrafficReader(MetricReader metrics)
{
    private const string Bytes = "bytes";
    private const string Records = "records";
    private const string Throttled = "throttled";

    private static readonly MetricQuery[] Queries =
    [
        new(Bytes, "IncomingBytes", "Sum"),
        new(Records, "IncomingRecords", "Sum"),
        new(Throttled, "WriteProvisionedThroughputExceeded", "Sum"),
    ];

    /// <summary>Known minutes, oldest first, that ended by <paramref name="end"/>.</summary>
    /// <exception cref="AwsCallException">The metrics could not be read.</exception>
    public async Task<IReadOnlyList<MetricMinute>> ReadAsync(string stream, DateTimeOffset end, int minutes, CancellationToken cancellationToken)
    {
        var series = await metrics.ReadAsync(stream, Queries, end.AddMinutes(-minutes), end, 1, cancellationToken);
        var (bytes, records, throttled) = (Of(series, Bytes), Of(series, Records), Of(series, Throttled));
        var known = new List<MetricMinute>(minutes);
        for (var start = end.AddMinutes(-minutes); start < end; start = start.AddMinutes(1))
        {
            var isComplete = throttled.Values.TryGetValue(start, out var turnedAway) || throttled.Complete;
            if (isComplete && bytes.Values.TryGetValue(start, out var size) && records.Values.TryGetValue(start, out var count))
                known.Add(new MetricMinute(start, size, count, turnedAway));
        }

        return known;
    }

    private static Series Of(IReadOnlyDictionary<string, Series> series, string id) => series.GetValueOrDefault(id) ?? new Series();
}
