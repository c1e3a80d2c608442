namespace Shardwise.Scaler;

/// <summary>The datapoints of one metric, by the start of their period.</summary>
internal sealed class Series
{
    /// <summary>Whether CloudWatch said that this is all it has.</summary>
    public bool Complete { get; set; } = true;

    public Dictionary<DateTimeOffset, double> Values { get; } = [];
}
