namespace Shardwise.Local.Tests.Services;

public sealed class AlarmTests
{
    // X is over the threshold, 0 is not, - is missing; what is missing is taken to be missing, ignored, breaching, not breaching. "=" stays as it is.
    [Theory]
    [InlineData(3, 3, "0--", "OK", "OK", "OK", "OK")]
    [InlineData(3, 3, "---", "INSUFFICIENT_DATA", "=", "ALARM", "OK")]
    [InlineData(3, 3, "0XX", "OK", "OK", "OK", "OK")]
    [InlineData(3, 3, "XXX", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(3, 3, "--X", "ALARM", "=", "ALARM", "OK")]
    [InlineData(3, 2, "X-X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(3, 2, "00X", "OK", "OK", "OK", "OK")]
    [InlineData(3, 2, "0-0", "OK", "OK", "OK", "OK")]
    [InlineData(3, 2, "-X-", "ALARM", "=", "ALARM", "OK")]
    [InlineData(1, 1, "X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(1, 1, "-", "INSUFFICIENT_DATA", "=", "ALARM", "OK")]
    public void Datapoints_mean_the_state_that_the_user_guide_says(int periods, int toAlarm, string points, params string[] states)
    {
        var start = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
        var values = points.Select((point, index) => (start.AddMinutes(index), point switch { 'X' => 5.0, '0' => 0.0, _ => (double?)null })).ToList();
        var alarm = new AlarmDefinition { Name = "a", Arn = "arn", Threshold = 1, EvaluationPeriods = periods, DatapointsToAlarm = toAlarm };

        Assert.Equal(states, new[] { "missing", "ignore", "breaching", "notBreaching" }.Select(missing => AlarmJudge.Judge(alarm with { MissingData = missing }, values)?.State ?? "="));
    }

    [Fact]
    public void The_reason_is_the_sentence_that_CloudWatch_writes()
    {
        var time = new DateTimeOffset(2026, 11, 20, 8, 30, 0, TimeSpan.Zero);
        var alarm = new AlarmDefinition { Name = "a", Arn = "arn", Threshold = 1, EvaluationPeriods = 3, DatapointsToAlarm = 2 };

        Assert.Equal(
            "Threshold Crossed: 2 out of the last 3 datapoints [5.0 (20/11/26 08:32:00), 2.5 (20/11/26 08:30:00)] was greater than or equal to the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).",
            AlarmJudge.Judge(alarm, [(time, 2.5), (time.AddMinutes(1), 0), (time.AddMinutes(2), 5)])!.Value.Reason);
    }

    [Theory]
    [InlineData("ALARM(a)", true)]
    [InlineData("ALARM(\"a\") AND NOT OK(b)", false)]
    [InlineData("ALARM(b) OR (ALARM(a) AND OK(b))", true)]
    [InlineData("ALARM(arn:aws:cloudwatch:us-east-1:0:alarm:a)", true)]
    [InlineData("INSUFFICIENT_DATA(c)", true)]
    [InlineData("NOT TRUE", false)]
    public void A_composite_alarm_goes_by_its_rule(string rule, bool holds) =>
        Assert.Equal(holds, AlarmRule.Parse(rule).Holds(name => name switch { "a" => "ALARM", "b" => "OK", _ => "INSUFFICIENT_DATA" }));

    [Theory]
    [InlineData("ALARM a", "the rule 'ALARM a' is not understood at 'a'")]
    [InlineData("ALARM(a) AND", "the rule 'ALARM(a) AND' is not understood at 'its end'")]
    public void What_is_no_rule_is_told(string rule, string message) => Assert.Equal(message, Assert.Throws<FormatException>(() => AlarmRule.Parse(rule)).Message);
}
