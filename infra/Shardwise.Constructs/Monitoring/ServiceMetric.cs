using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;

namespace Shardwise.Constructs.Monitoring;

/// <summary>Metrics of a service by the dimensions of one resource.</summary>
internal static class ServiceMetric
{
    // Asked for once: each crosses to the CDK's JavaScript, which is what synthesis spends its time on.
    private static readonly Duration FiveMinutes = Duration.Minutes(5);

    /// <summary>A metric with what the options say of it; the default is the average over five minutes.</summary>
    public static Metric Of(string space, string name, IMetricOptions? options, params (string Name, string Value)[] dimensions) =>
        new(new MetricProps
        {
            Namespace = space,
            MetricName = name,
            DimensionsMap = dimensions.ToDictionary(dimension => dimension.Name, dimension => dimension.Value),
            Period = options?.Period ?? FiveMinutes,
            Statistic = options?.Statistic,
            Label = options?.Label,
            Color = options?.Color,
            Unit = options?.Unit,
            Account = options?.Account,
            Region = options?.Region,
        });

    /// <summary>The options with a statistic, and a period if one is given, where they name none.</summary>
    public static MetricOptions OrStatistic(this IMetricOptions? options, string statistic, Duration? period = null) => new()
    {
        Period = options?.Period ?? period,
        Statistic = options?.Statistic ?? statistic,
        Label = options?.Label,
        Color = options?.Color,
        Unit = options?.Unit,
        Account = options?.Account,
        Region = options?.Region,
    };
}
