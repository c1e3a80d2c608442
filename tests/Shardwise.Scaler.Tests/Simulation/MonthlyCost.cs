using System.Text;
using System.Text.Json;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>What a stream's scaling costs a month (730 hours), from what a simulated day of it asked for and wrote; us-east-1.</summary>
/// <remarks>Lambda is arm64, as the construct has it, with the template's 512 MB; its duration cannot be simulated and is taken as 400 ms.</remarks>
/// <param name="MetricsRead">Metrics asked for a month.</param>
/// <param name="MetricsSent">Custom metrics, in whole months.</param>
/// <param name="LogGigabytes">Log a month.</param>
/// <param name="Alarms">Alarms.</param>
/// <param name="Seconds">How long the invocations of a minute take, all together.</param>
/// <param name="Invocations">Invocations a month.</param>
internal sealed record MonthlyCost(double MetricsRead, double MetricsSent, double LogGigabytes, double Alarms = 4, double Seconds = 0.4, double Invocations = 730 * 60)
{
    private const double DaysAMonth = 730.0 / 24;

    private const double UsdPerMetricRead = 0.01 / 1_000;
    private const double UsdPerMetricMonth = 0.30;
    private const double UsdPerLogGigabyte = 0.50;
    private const double UsdPerAlarm = 0.10;
    private const double UsdPerInvocation = 0.20 / 1_000_000;
    private const double UsdPerGigabyteSecond = 0.0000133334;
    private const double Gigabytes = 0.5;

    private double Lambda => Invocations * UsdPerInvocation + 730 * 60 * Seconds * Gigabytes * UsdPerGigabyteSecond;

    public double Usd => MetricsRead * UsdPerMetricRead + MetricsSent * UsdPerMetricMonth + LogGigabytes * UsdPerLogGigabyte + Alarms * UsdPerAlarm + Lambda;

    /// <param name="metricsRead">Metrics asked for by GetMetricData in the day.</param>
    /// <param name="log">The day's log.</param>
    /// <param name="days">How long the day was.</param>
    /// <param name="fleet">Streams that one function looks after, in groups of fifty: their alarms and invocations; 0 for a function of one stream.</param>
    public static MonthlyCost Of(long metricsRead, string log, int fleet = 0, double days = 1)
    {
        // A custom metric is charged for each hour in which it is sent.
        var hours = new HashSet<(string, long)>();
        foreach (var line in log.Split('\n').Where(line => line.StartsWith("{\"_aws\"", StringComparison.Ordinal)))
        {
            var json = JsonDocument.Parse(line).RootElement;
            var aws = json.GetProperty("_aws");
            var hour = aws.GetProperty("Timestamp").GetInt64() / 3_600_000;
            foreach (var directive in aws.GetProperty("CloudWatchMetrics").EnumerateArray())
            {
                var of = directive.GetProperty("Dimensions")[0][0].GetString()!;
                foreach (var metric in directive.GetProperty("Metrics").EnumerateArray())
                    hours.Add(($"{of} {json.GetProperty(of)} {metric.GetProperty("Name")}", hour));
            }

        }

        var cost = new MonthlyCost(metricsRead * DaysAMonth / days, hours.Count * DaysAMonth / days / 730, Encoding.UTF8.GetByteCount(log) * DaysAMonth / days / 1e9);
        // A tenth of a second a stream; an alarm for each, and five for the scaler.
        var groups = Math.Ceiling(fleet / 50.0);
        return fleet == 0 ? cost : cost with { Alarms = fleet + 5, Seconds = 0.4 * groups + 0.1 * fleet, Invocations = groups * 730 * 60 };
    }

    public override string ToString() =>
        $"{Usd:0.00} USD a month: {MetricsRead:0} metrics by GetMetricData {MetricsRead * UsdPerMetricRead:0.00}, {MetricsSent:0.0} custom metrics {MetricsSent * UsdPerMetricMonth:0.00}, "
        + $"{Invocations:0} invocations {Lambda:0.00}, {LogGigabytes * 1_000:0} MB of log {LogGigabytes * UsdPerLogGigabyte:0.00}, {Alarms:0} alarms {Alarms * UsdPerAlarm:0.00}";
}
