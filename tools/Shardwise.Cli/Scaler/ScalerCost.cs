using System.Globalization;

namespace Shardwise.Cli.Scaler;

/// <summary>What the scaler costs a month of 730 hours in us-east-1, by what it does for a calm stream; prices as docs/scaler.md has them.</summary>
/// <param name="Streams">How many streams, 1 or more.</param>
/// <param name="Fleet">Whether one invocation looks after fifty of them.</param>
public sealed record ScalerCost(int Streams, bool Fleet)
{
    private const int GroupOf = 50;
    private const double Hours = 730;
    private const double Minutes = Hours * 60;

    private const double UsdPerMetricRead = 0.01 / 1_000;
    private const double UsdPerMetricMonth = 0.30;
    private const double UsdPerLogGigabyte = 0.50;
    private const double UsdPerAlarm = 0.10;
    private const double UsdPerInvocation = 0.20 / 1_000_000;
    private const double UsdPerGigabyteSecond = 0.0000133334;
    private const double Gigabytes = 0.5;

    private int Groups => (Streams + GroupOf - 1) / GroupOf;

    /// <summary>Metrics that <c>GetMetricData</c> is asked for.</summary>
    // Of one stream: bytes and records each minute, throttling every other, two of consumers every fifth, history each hour. Of a fleet: the greater
    // of bytes and records each minute, the lesser and throttling every tenth, consumers every quarter of an hour.
    public double MetricsRead => Streams * Minutes * (Fleet ? 1 + 2 / 10.0 + 2 / 15.0 + 3 / 60.0 : 2 + 1 / 2.0 + 2 / 5.0 + 3 / 60.0);

    /// <summary>
    /// Custom metrics, in whole months: three each minute, or of a fleet in the hours of a day that have news, three to four as it is simulated.
    /// </summary>
    public double MetricsSent => Streams * (Fleet ? 0.34 : 3.1);

    /// <summary>Alarms: four a stream and two for the scaler, or of a fleet one a stream and five for the scaler.</summary>
    public int Alarms => Fleet ? Streams + 5 : 4 * Streams + 2;

    /// <summary>Invocations.</summary>
    public double Invocations => Minutes * (Fleet ? Groups : Streams);

    /// <summary>Seconds that they take: 0.4 each, and of a fleet a tenth more for each stream.</summary>
    public double Seconds => Minutes * (Fleet ? 0.4 * Groups + 0.1 * Streams : 0.4 * Streams);

    /// <summary>Log: a line of some 240 bytes a minute and stream, and the metrics'.</summary>
    public double LogGigabytes => Streams * (Fleet ? 0.0105 : 0.025);

    /// <summary>What each of it costs.</summary>
    public IReadOnlyList<(string Name, double Usd)> Parts =>
    [
        ("GetMetricData", MetricsRead * UsdPerMetricRead), ("custom metrics", MetricsSent * UsdPerMetricMonth), ("alarms", Alarms * UsdPerAlarm),
        ("Lambda", Invocations * UsdPerInvocation + Seconds * Gigabytes * UsdPerGigabyteSecond), ("logs", LogGigabytes * UsdPerLogGigabyte),
    ];

    /// <summary>All of it.</summary>
    public double Usd => Parts.Sum(part => part.Usd);

    internal string Row(string name) => string.Create(CultureInfo.InvariantCulture, $"{name,-26}{Usd / Streams,10:0.00}{Usd,12:N2}")
        + string.Concat(Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Usd,16:N2}")));
}
