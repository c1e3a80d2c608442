namespace Shardwise.Local;

/// <summary>How often each value was sampled in a period; of very many values, to three digits. What percentiles are made of.</summary>
internal sealed class ValueCounts
{
    private const int MostExact = 1_000;

    private readonly Dictionary<double, double> _counts = [];

    /// <summary>False once samples came as statistics, which have no values.</summary>
    public bool IsComplete { get; private set; } = true;

    public void Add(MetricDatapoint samples)
    {
        if (samples.SampleCount <= 0)
        {
            return;
        }

        if (samples.Minimum != samples.Maximum)
        {
            IsComplete = false;
            return;
        }

        double value = _counts.Count < MostExact || _counts.ContainsKey(samples.Minimum) ? samples.Minimum : Rounded(samples.Minimum);
        _counts[value] = _counts.GetValueOrDefault(value) + samples.SampleCount;
    }

    public void Add(ValueCounts other)
    {
        IsComplete &= other.IsComplete;
        foreach (var (value, count) in other._counts)
        {
            _counts[value] = _counts.GetValueOrDefault(value) + count;
        }
    }

    /// <summary>The value that so many in a hundred samples do not exceed; null where the values are not known.</summary>
    public double? Percentile(double percent)
    {
        if (!IsComplete || _counts.Count == 0)
        {
            return null;
        }

        double wanted = Math.Max(1, Math.Ceiling(_counts.Values.Sum() * percent / 100));
        double seen = 0;
        foreach (var (value, count) in _counts.OrderBy(entry => entry.Key))
        {
            seen += count;
            if (seen >= wanted)
            {
                return value;
            }
        }

        return _counts.Keys.Max();
    }

    private static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        double step = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 2);
        return Math.Round(value / step) * step;
    }
}
