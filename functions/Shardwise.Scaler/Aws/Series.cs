namespace Shardwise.Scaler.Aws;

/// <summary>The datapoints of one metric, by the start of their period.</summary>
/// <param name="capacity">How many are expected.</param>
internal sealed class Series(int capacity = 0)
{
    /// <summary>Whether CloudWatch said that this is all it has.</summary>
    public bool Complete { get; set; } = true;

    public Dictionary<DateTimeOffset, double> Values { get; } = new(capacity);

    /// <summary>The datapoints of a time.</summary>
    public Series Within(DateTimeOffset start, DateTimeOffset end)
    {
        var within = new Series(Values.Count) { Complete = Complete };
        foreach (var (minute, value) in Values)
        {
            if (minute >= start && minute < end)
                within.Values[minute] = value;
        }

        return within;
    }
}
