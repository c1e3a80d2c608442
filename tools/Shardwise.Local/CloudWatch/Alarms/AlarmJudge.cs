using System.Globalization;

namespace Shardwise.Local;

/// <summary>Decides what state the datapoints of an alarm mean; pure.</summary>
internal static class AlarmJudge
{
    /// <summary>The new state and why; null where it stays as it is.</summary>
    /// <param name="alarm">The alarm.</param>
    /// <param name="points">Its last evaluation periods, oldest first; null where one is missing.</param>
    public static (string State, string Reason)? Judge(AlarmDefinition alarm, IReadOnlyList<(DateTimeOffset Time, double? Value)> points)
    {
        int wanted = alarm.DatapointsToAlarm;
        var known = points.Where(point => point.Value is not null).ToList();
        int missing = points.Count - known.Count;
        int breaching = known.Count(point => Breaches(alarm, point.Value!.Value)) + (alarm.MissingData == "breaching" ? missing : 0);
        int fine = known.Count - known.Count(point => Breaches(alarm, point.Value!.Value)) + (alarm.MissingData == "notBreaching" ? missing : 0);
        if (known.Count == 0 && alarm.MissingData is "missing" or "ignore" && known.Count == 0)
        {
            return alarm.MissingData == "ignore" ? null : (AlarmState.Insufficient, Unchecked(points));
        }

        if (breaching >= wanted)
        {
            return (AlarmState.Alarm, Crossed(alarm, known, missing, breaching: true));
        }

        // What is missing might have been enough; it is not taken to be, but for the few there are all being over.
        return alarm.MissingData == "missing" && fine == 0 && breaching > 0 ? (AlarmState.Alarm, Crossed(alarm, known, missing, breaching: true))
            : alarm.MissingData == "ignore" && fine <= points.Count - wanted ? null
            : (AlarmState.Ok, Crossed(alarm, known, missing, breaching: false));
    }

    public static bool Breaches(AlarmDefinition alarm, double value) => alarm.Comparison switch
    {
        "GreaterThanOrEqualToThreshold" => value >= alarm.Threshold,
        "GreaterThanThreshold" => value > alarm.Threshold,
        "LessThanThreshold" => value < alarm.Threshold,
        "LessThanOrEqualToThreshold" => value <= alarm.Threshold,
        var other => throw new InvalidOperationException($"The comparison {other} was let through."),
    };

    private static string Unchecked(IReadOnlyList<(DateTimeOffset Time, double? Value)> points) =>
        $"Insufficient Data: {points.Count} datapoint{(points.Count == 1 ? " was" : "s were")} unknown.";

    private static string Crossed(AlarmDefinition alarm, List<(DateTimeOffset Time, double? Value)> known, int missing, bool breaching)
    {
        var counted = known.Where(point => Breaches(alarm, point.Value!.Value) == breaching).ToList();
        string not = breaching ? "was" : "was not";
        string transition = string.Create(CultureInfo.InvariantCulture,
            $"(minimum {alarm.DatapointsToAlarm} datapoint{(alarm.DatapointsToAlarm == 1 ? "" : "s")} for OK -> ALARM transition)");
        if (counted.Count == 0)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"Threshold Crossed: {missing} missing datapoint{(missing == 1 ? "" : "s")} treated as "
                + $"{(breaching ? "[Breaching]" : "[NonBreaching]")} {transition}.");
        }

        string values = string.Join(", ", counted.AsEnumerable().Reverse().Select(point => string.Create(
            CultureInfo.InvariantCulture, $"{Text(point.Value!.Value)} ({point.Time.UtcDateTime:dd/MM/yy HH:mm:ss})")));
        return string.Create(CultureInfo.InvariantCulture,
            $"Threshold Crossed: {counted.Count} out of the last {alarm.EvaluationPeriods} datapoints [{values}] {not} {Words(alarm.Comparison)} "
            + $"the threshold ({Text(alarm.Threshold)}) {transition}.");
    }

    private static string Words(string comparison) => comparison switch
    {
        "GreaterThanOrEqualToThreshold" => "greater than or equal to",
        "GreaterThanThreshold" => "greater than",
        "LessThanThreshold" => "less than",
        _ => "less than or equal to",
    };

    private static string Text(double value) => value == Math.Floor(value) ? value.ToString("0.0", CultureInfo.InvariantCulture)
        : value.ToString(CultureInfo.InvariantCulture);
}
