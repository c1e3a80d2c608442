using System.Text;
using System.Text.Json;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>What a stream's scaling costs a month (730 hours), from what a simulated day of it asked for and wrote; us-east-1.</summary>
/// <remarks>Lambda is x86 with the template's 512 MB; its duration cannot be simulated and is taken as 400 ms.</remarks>
internal sealed record MonthlyCost(double MetricsRead, double MetricsSent, double LogGigabytes)
{
    private const double DaysAMonth = 730.0 / 24;
    private const int Alarms = 4;

    private const double UsdPerMetricRead = 0.01 / 1_000;
    private const double UsdPerMetricMonth = 0.30;
    private const double UsdPerLogGigabyte = 0.50;
    private const double UsdPerAlarm = 0.10;
    private const double UsdPerInvocation = 0.20 / 1_000_000;
    private const double UsdPerGigabyteSecond = 0.0000166667;
    private const double Seconds = 0.4;
    private const double Gigabytes = 0.5;

    private static double Invocations => 730 * 60;

    private static double Lambda => Invocations * (UsdPerInvocation + Seconds * Gigabytes * UsdPerGigabyteSecond);

    public double Usd => MetricsRead * UsdPerMetricRead + MetricsSent * UsdPerMetricMonth + LogGigabytes * UsdPerLogGigabyte + Alarms * UsdPerAlarm + Lambda;

    /// <param name="metricsRead">Metrics asked for by GetMetricData in the day.</param>
    /// <param name="log">The day's log.</param>
    public static MonthlyCost Of(long metricsRead, string log)
    {
        // A custom metric is charged for each hour in which it is sent.
        var hours = new HashSet<(string, long)>();
        foreach (var line in log.Split('\n').Where(line => line.StartsWith("{\"_aws\"", StringComparison.Ordinal)))
        {
            var aws = JsonDocument.Parse(line).RootElement.GetProperty("_aws");
            var hour = aws.GetProperty("Timestamp").GetInt64() / 3_600_000;
            foreach (var metric in aws.GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics").EnumerateArray())
                hours.Add((metric.GetProperty("Name").GetString()!, hour));
        }

        return new MonthlyCost(metricsRead * DaysAMonth, hours.Count * DaysAMonth / 730, Encoding.UTF8.GetByteCount(log) * DaysAMonth / 1e9);
    }

    public override string ToString() =>
        $"{Usd:0.00} USD a month: {MetricsRead:0} metrics by GetMetricData {MetricsRead * UsdPerMetricRead:0.00}, {MetricsSent:0.0} custom metrics {MetricsSent * UsdPerMetricMonth:0.00}, "
        + $"{Invocations:0} invocations {Lambda:0.00}, {LogGigabytes * 1_000:0} MB of log {LogGigabytes * UsdPerLogGigabyte:0.00}, {Alarms} alarms {Alarms * UsdPerAlarm:0.00}";
}
