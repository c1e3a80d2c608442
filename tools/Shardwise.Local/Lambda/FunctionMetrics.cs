using Shardwise.Local.Functions;

namespace Shardwise.Local.Lambda;

/// <summary>
/// What Lambda tells CloudWatch of each function: <c>Invocations</c>, <c>Errors</c>, <c>Throttles</c> and <c>Duration</c> (milliseconds) of every
/// invocation, and the <c>IteratorAge</c> (milliseconds) of every batch that a mapping hands over.
/// </summary>
internal sealed class FunctionMetrics(MetricStore metrics, TimeProvider clock)
{
    private const string Namespace = "AWS/Lambda";
    private const string Count = "Count";
    private const string Milliseconds = "Milliseconds";

    /// <summary>An invocation has ended.</summary>
    public void Ended(FunctionDefinition function, Invocation invocation, InvocationResult result)
    {
        Add(function.Name, "Invocations", 1, Count);
        Add(function.Name, "Errors", result.Succeeded ? 0 : 1, Count);
        // An event waits here for a process that is free.
        Add(function.Name, "Throttles", 0, Count);
        Add(function.Name, "Duration", invocation.Duration.TotalMilliseconds, Milliseconds);
    }

    /// <summary>A batch is handed over; Lambda's age is that of its last record.</summary>
    public void HandedOver(string functionName, DateTimeOffset lastArrival)
    {
        var age = clock.GetUtcNow() - lastArrival;
        Add(functionName, "IteratorAge", Math.Max(0, age.TotalMilliseconds), Milliseconds);
    }

    private void Add(string function, string name, double value, string unit) => metrics.Add(
        new MetricIdentity(Namespace, name, new Dictionary<string, string> { ["FunctionName"] = function }),
        new MetricDatapoint(clock.GetUtcNow(), 1, value, value, value),
        unit);
}
