using System.Globalization;
using Shardwise.Local.Rpc;

namespace Shardwise.Local;

/// <summary>Reads queries as requests and alarms have them.</summary>
internal static class MetricQueryReader
{
    public static MetricQuery Read(ServiceRequest query)
    {
        string id = query.Text("Id");
        bool returnsData = query.Flag("ReturnData", otherwise: true);
        if (query.OptionalText("Expression") is { } expression)
        {
            return new MetricQuery
            {
                Id = id,
                Expression = expression,
                Label = query.OptionalText("Label"),
                ReturnsData = returnsData,
                Period = query.Has("Period") ? Period(query) : TimeSpan.FromMinutes(1),
            };
        }

        var metricStat = query.Structure("MetricStat") ?? throw query.Missing("MetricStat");
        string statistic = metricStat.Text("Stat");
        MetricStatistic.Of(statistic);
        return new MetricQuery
        {
            Id = id,
            Metric = Metric(metricStat.Structure("Metric") ?? throw metricStat.Missing("Metric")),
            Statistic = statistic,
            Period = Period(metricStat),
            Label = query.OptionalText("Label"),
            ReturnsData = returnsData,
        };
    }

    public static MetricIdentity Metric(ServiceRequest metric) => new(metric.Text("Namespace"), metric.Text("MetricName"), metric.Dimensions());

    /// <exception cref="AwsError">It is none of minutes: shorter ones are not kept.</exception>
    public static TimeSpan Period(ServiceRequest request)
    {
        double period = request.Number("Period");
        return period >= 60 && period <= int.MaxValue && period % 60 == 0
            ? TimeSpan.FromSeconds(period)
            : throw AwsError.Validation(
                $"The parameter {(request.Path.Length == 0 ? "" : request.Path + ".")}Period must be a multiple of 60; it is "
                + $"{period.ToString(CultureInfo.InvariantCulture)}.");
    }
}
