using Shardwise.Local.Firehose;

namespace Shardwise.Local.Tests.Firehose;

public sealed class PrefixTests
{
    private static readonly DateTimeOffset Time = new(2018, 8, 27, 10, 30, 5, 123, TimeSpan.Zero);

    // The table of the service's documentation, the error type being processing-failed.
    [Theory]
    [InlineData("", "myFirehoseFailures/!{firehose:error-output-type}/", @"\A2018/08/27/10/\z", @"\AmyFirehoseFailures/processing-failed/\z")]
    [InlineData("myFirehose/DeliveredYear=!{timestamp:yyyy}/anyMonth/rand=!{firehose:random-string}", "myFirehoseFailures/!{firehose:error-output-type}/!{timestamp:yyyy}/anyMonth/!{timestamp:dd}",
        @"\AmyFirehose/DeliveredYear=2018/anyMonth/rand=[a-z0-9]{11}\z", @"\AmyFirehoseFailures/processing-failed/2018/anyMonth/27\z")]
    [InlineData("myPrefix/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/", "myErrorPrefix/!{timestamp:'year='yyyy'/month='MM'/day='dd'/hour='HH}/!{firehose:error-output-type}",
        @"\AmyPrefix/year=2018/month=08/day=27/hour=10/\z", @"\AmyErrorPrefix/year=2018/month=08/day=27/hour=10/processing-failed\z")]
    [InlineData("myFirehosePrefix/", null, @"\AmyFirehosePrefix/2018/08/27/10/\z", @"\AmyFirehosePrefix/processing-failed/2018/08/27/10/\z")]
    [InlineData("", null, @"\A2018/08/27/10/\z", @"\Aprocessing-failed/2018/08/27/10/\z")]
    [InlineData("data", "errors/", @"\Adata2018/08/27/10/\z", @"\Aerrors/processing-failed/2018/08/27/10/\z")]
    public void Prefixes_are_evaluated_as_documented(string prefix, string? errors, string expected, string expectedErrors)
    {
        string rest = $"\"Prefix\":\"{prefix}\"" + (errors is null ? "" : $",\"ErrorOutputPrefix\":\"{errors}\"");
        var target = FirehoseRun.Read("clicks", FirehoseRun.S3(rest)).Destination.S3;

        Assert.Matches(expected, target.Prefix.Evaluate(PrefixValues.None, Time, TimeZoneInfo.Utc));
        Assert.Matches(expectedErrors, target.ErrorPrefix.Evaluate(new PrefixValues { ErrorType = "processing-failed" }, Time, TimeZoneInfo.Utc));
    }

    [Theory]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss", "2018-08-27T10:30:05")]
    [InlineData("yy/M/d/H", "18/8/27/10")]
    [InlineData("YYYY/DDD/D", "2018/239/239")]
    [InlineData("uuuu QQQ q EEE EEEE MMM MMMM MMMMM", "2018 Q3 3 Mon Monday Aug August A")]
    [InlineData("hh a KK kk", "10 AM 10 10")]
    [InlineData("ww", "35")]
    [InlineData("'it''s' ''yyyy''", "it's '2018'")]
    [InlineData("HH:mm:ss.SSS n", "10:30:05.000 0")]
    [InlineData("XXX xxx Z ZZZZ O VV z", "Z +00:00 +0000 GMT GMT UTC UTC")]
    [InlineData("yyyy[-MM]", "2018-08")]
    [InlineData("G GGGG", "AD Anno Domini")]
    public void Times_are_written_as_Java_writes_them(string pattern, string expected) =>
        Assert.Equal(expected, JavaTimePattern.Parse(pattern).Format(Time, TimeZoneInfo.Utc));

    [Theory]
    [InlineData(2026, 12, 27, "2027-01")]
    [InlineData(2026, 12, 26, "2026-52")]
    [InlineData(2027, 1, 2, "2027-01")]
    [InlineData(2027, 1, 3, "2027-02")]
    public void YYYY_is_the_year_of_the_week_which_is_not_always_the_year(int year, int month, int day, string expected) =>
        Assert.Equal(expected, JavaTimePattern.Parse("YYYY-ww").Format(new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("Asia/Tokyo", "2018-08-27 19 +09:00 +0900 GMT+9")]
    [InlineData("America/New_York", "2018-08-27 06 -04:00 -0400 GMT-4")]
    [InlineData("Asia/Kolkata", "2018-08-27 16 +05:30 +0530 GMT+5:30")]
    public void A_time_zone_moves_the_time(string zone, string expected) =>
        Assert.Equal(expected, JavaTimePattern.Parse("yyyy-MM-dd HH XXX Z O").Format(Time, TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Theory]
    [InlineData("!{timestamp:yyyy", "'!{timestamp:yyyy' has '!{' without an expression")]
    [InlineData("!{timestamp:b}", "the letter 'b' of 'b' is not understood; known are G u y Y D M L d Q q w E a H h K k m s S A n N V z O X x Z")]
    [InlineData("!{timestamp:'y}", "a quote is not closed in ''y'")]
    [InlineData("!{firehose:hour}", "'!{firehose:hour}' is no expression: there are !{timestamp:PATTERN}, !{firehose:random-string}, "
        + "!{firehose:error-output-type}, !{partitionKeyFromLambda:KEY} and !{partitionKeyFromQuery:KEY}")]
    public void What_is_no_expression_is_refused(string prefix, string why)
    {
        var refusal = Assert.Throws<LocalPipelineException>(() => FirehoseRun.Read("clicks", FirehoseRun.S3($"\"Prefix\":\"{prefix}\",\"ErrorOutputPrefix\":\"e/\"")));

        Assert.Equal($"template: Delivery (AWS::KinesisFirehose::DeliveryStream): ExtendedS3DestinationConfiguration.Prefix is not one that AWS takes: {why}", refusal.Message);
    }
}
