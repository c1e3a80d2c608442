namespace Shardwise.Local.Lambda;

/// <summary>What Lambda tells CloudWatch of each function, a minute at a time: <c>Invocations</c> and <c>Errors</c>.</summary>
internal sealed class FunctionMetrics(Func<IReadOnlyList<LocalFunction>> functions, MetricStore metrics, TimeProvider clock)
{
    private readonly Dictionary<string, (long Invocations, long Errors)> _before = new(StringComparer.Ordinal);

    /// <summary>Adds what has been since the last time, to the minute that has just ended.</summary>
    public void Sample()
    {
        var time = clock.GetUtcNow().AddSeconds(-30);
        foreach (var function in functions())
        {
            var (now, before) = ((function.Invocations, function.Errors), _before.GetValueOrDefault(function.Name));
            _before[function.Name] = now;
            long invocations = now.Invocations - before.Invocations, errors = now.Errors - before.Errors;
            if (invocations > 0)
            {
                Add(function, "Invocations", time, invocations, invocations);
                Add(function, "Errors", time, invocations, errors);
            }
        }
    }

    private void Add(LocalFunction function, string name, DateTimeOffset time, double samples, double sum) => metrics.Add(
        "AWS/Lambda",
        name,
        new Dictionary<string, string> { ["FunctionName"] = function.Name },
        new MetricDatapoint(time, samples, sum, sum == samples ? 1 : 0, sum > 0 ? 1 : 0));
}
