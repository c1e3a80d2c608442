using Shardwise.Local.Rpc;

namespace Shardwise.Local;

/// <summary>Reads alarms as requests and templates have them, whose members have the same names.</summary>
internal static class AlarmReader
{
    private static readonly string[] Comparisons =
        ["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"];

    /// <exception cref="AwsError">Something is missing, or not allowed, or not served here.</exception>
    public static AlarmDefinition Read(ServiceRequest request, string name, string arn)
    {
        string comparison = request.Text("ComparisonOperator");
        if (!Comparisons.Contains(comparison))
        {
            throw AwsError.Validation($"The comparison {comparison} is not served locally: {string.Join(", ", Comparisons)} are; bands of expected "
                + "values need CloudWatch itself.");
        }

        int periods = (int)request.Number("EvaluationPeriods");
        int toAlarm = (int)(request.OptionalNumber("DatapointsToAlarm") ?? periods);
        if (periods < 1 || toAlarm < 1 || toAlarm > periods)
        {
            throw AwsError.Validation($"DatapointsToAlarm must be from 1 to EvaluationPeriods, {periods}; it is {toAlarm}.");
        }

        string missing = request.OptionalText("TreatMissingData") ?? "missing";
        return Common(request, name, arn) with
        {
            Queries = Queries(request),
            Comparison = comparison,
            Threshold = request.Number("Threshold"),
            EvaluationPeriods = periods,
            DatapointsToAlarm = toAlarm,
            MissingData = missing is "missing" or "ignore" or "breaching" or "notBreaching"
                ? missing
                : throw AwsError.Validation($"TreatMissingData must be missing, ignore, breaching or notBreaching; it is {missing}."),
        };
    }

    /// <exception cref="AwsError">The rule is none.</exception>
    public static AlarmDefinition ReadComposite(ServiceRequest request, string name, string arn)
    {
        try
        {
            return Common(request, name, arn) with { Rule = AlarmRule.Parse(request.Text("AlarmRule")) };
        }
        catch (FormatException exception)
        {
            throw AwsError.Validation(exception.Message);
        }
    }

    private static AlarmDefinition Common(ServiceRequest request, string name, string arn) => new()
    {
        Name = name,
        Arn = arn,
        Description = request.OptionalText("AlarmDescription"),
        ActionsEnabled = request.Flag("ActionsEnabled", otherwise: true),
        Actions = new Dictionary<string, IReadOnlyList<string>>
        {
            [AlarmState.Alarm] = request.Texts("AlarmActions"),
            [AlarmState.Ok] = request.Texts("OKActions"),
            [AlarmState.Insufficient] = request.Texts("InsufficientDataActions"),
        },
    };

    private static IReadOnlyList<MetricQuery> Queries(ServiceRequest request)
    {
        if (request.Structures("Metrics") is { Count: > 0 } metrics)
        {
            // The expression goes by the periods of what it is made of.
            var queries = metrics.Select(MetricQueryReader.Read).ToList();
            var longest = queries.Where(query => query.Metric is not null)
                .Select(query => query.Period).DefaultIfEmpty(TimeSpan.FromMinutes(1)).Max();
            queries = [.. queries.Select(query => query.Expression is null ? query : query with { Period = longest })];
            return queries.Count(query => query.ReturnsData) == 1
                ? queries
                : throw AwsError.Validation("Exactly one element of the metrics list should return data.");
        }

        string statistic = request.OptionalText("Statistic") ?? request.OptionalText("ExtendedStatistic") ?? throw request.Missing("Statistic");
        MetricStatistic.Of(statistic);
        return [new MetricQuery { Id = "m1", Metric = MetricQueryReader.Metric(request), Statistic = statistic,
            Period = MetricQueryReader.Period(request) }];
    }
}
