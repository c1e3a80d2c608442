using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Gates;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Monitoring;

/// <summary>Over all approved templates: what a construct makes is equal to them, or another test fails.</summary>
[Collection(CdkFixture.Name)]
public sealed partial class AlarmTests(CdkFixture cdk)
{
    // The alarm that calls the scaler at once is for the scaler, not for people: it goes off by a single minute.
    private const string ForTheScaler = "the shard autoscaler looks at once";

    [Fact]
    public void Every_alarm_is_quiet_when_all_is_well() =>
        Alarms().Where(each => new AlarmEvaluator(each.Alarm, SampleData.Well).IsOn()).Select(each => each.Id).ShouldBeEmpty();

    [Fact]
    public void Every_alarm_goes_off_in_the_trouble_it_is_for() =>
        Alarms().Where(each => !new AlarmEvaluator(each.Alarm, SampleData.Ill).IsOn()).Select(each => each.Id).ShouldBeEmpty();

    [Fact]
    public void There_are_alarms_to_evaluate() => Alarms().Select(each => each.Id).Count().ShouldBeGreaterThan(100);

    [Fact]
    public void A_reader_that_stops_does_not_end_the_alarm_that_it_was_late()
    {
        var alarm = Alarms().First(each => (string?)each.Alarm["MetricName"] == "GetRecords.IteratorAgeMilliseconds").Alarm;

        new AlarmEvaluator(alarm, _ => [.. Enumerable.Repeat<double[]>([350_000_000], 10), .. Enumerable.Repeat<double[]>([], 30)]).IsOn()
            .ShouldBeTrue();
        new AlarmEvaluator(alarm, _ => [.. Enumerable.Repeat<double[]>([350_000_000], 10), .. Enumerable.Repeat<double[]>([900], 30)]).IsOn()
            .ShouldBeFalse();
    }

    // The Firehose guide called Success a share of attempts and now calls it the sum of the successful ones; of its average it says that small
    // drops are no loss. So it is read as each of these in turn: shares, ones and zeros, and counts. None may make a healthy stream look ill.
    [Fact]
    public void Successes_of_a_delivery_are_told_from_failures_however_the_service_counts_them()
    {
        var alarms = Alarms().Where(each => each.Alarm["MetricName"]?.ToString() is { } metric
            && metric.EndsWith(".Success", StringComparison.Ordinal) && each.Alarm["Namespace"]!.ToString() == "AWS/Firehose").ToList();
        (double[][] Well, double[][] Ill)[] readings =
        [
            (Hour(_ => [1]), Hour(_ => [0.5])),
            (Hour(minute => minute % 30 == 0 ? [0, 1, 1, 1] : [1, 1, 1, 1]), Hour(_ => [1, 0, 1, 0])),
            (Hour(_ => [12, 30]), Hour(_ => [0])),
        ];

        alarms.Count.ShouldBeGreaterThan(20);
        foreach (var (id, alarm) in alarms)
            foreach (var (well, ill) in readings)
            {
                new AlarmEvaluator(alarm, _ => well).IsOn().ShouldBeFalse(id);
                new AlarmEvaluator(alarm, _ => ill).IsOn().ShouldBeTrue(id);
                // Nothing to deliver.
                new AlarmEvaluator(alarm, _ => Hour(_ => [])).IsOn().ShouldBeFalse(id);
            }
    }

    [Fact]
    public void A_delay_is_told_long_before_records_are_lost()
    {
        var alarms = Alarms().Where(each => DelayAlarm().IsMatch(each.Id)).ToList();

        // Of a stream, a consumer with fan-out, an ETL consumer, a KCL application and a Flink application.
        alarms.Select(each => each.Alarm["MetricName"]?.ToString() ?? "a query").Distinct().Count().ShouldBe(4);
        foreach (var (id, alarm) in alarms)
        {
            var threshold = alarm["Threshold"]!.GetValue<double>();
            threshold.ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(1).TotalMilliseconds, id);
            new AlarmEvaluator(alarm, _ => Hour(_ => [threshold + 1])).IsOn().ShouldBeTrue(id);
            new AlarmEvaluator(alarm, _ => Hour(_ => [threshold - 1])).IsOn().ShouldBeFalse(id);
            // One slow batch in a while is none.
            new AlarmEvaluator(alarm, _ => Hour(minute => [minute % 20 == 0 ? threshold + 1 : 0])).IsOn().ShouldBeFalse(id);
        }
    }

    [Fact]
    public void Every_metric_of_an_alarm_or_a_dashboard_is_one_that_its_service_documents_under_those_dimensions()
    {
        var known = MetricCatalog.All.Select(metric => metric.ToString()).ToHashSet();

        TemplateGate.ApprovedTemplates.SelectMany(path => NamedMetrics.In(JsonNode.Parse(File.ReadAllText(path))!)).Distinct()
            .Where(metric => !known.Contains(metric)).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_scaler_sends_is_what_its_documentation_says_it_sends()
    {
        var documentation = File.ReadAllText(Path.Combine(CdkFixture.Root, MetricCatalog.Scaler));
        var reporter = File.ReadAllText(Path.Combine(CdkFixture.Root, "functions", "Shardwise.Scaler", "Reporting", "Reporter.cs"));

        foreach (var metric in MetricCatalog.All.Where(metric => metric.Source == MetricCatalog.Scaler))
        {
            documentation.ShouldContain($"`{metric.Name}`", Case.Sensitive);
            reporter.ShouldContain($"\"{metric.Name}\"", Case.Sensitive);
        }
    }

    [Fact]
    public void Every_alarm_says_what_has_happened_and_what_to_do() =>
        Alarms().Where(each => ((string)each.Alarm["AlarmDescription"]!).Split(". ").Length < 2
            && !((string)each.Alarm["AlarmDescription"]!).Contains(": ", StringComparison.Ordinal))
            .Select(each => each.Id).ShouldBeEmpty();

    [Fact]
    public void An_alarm_is_tuned_and_turned_off_by_name()
    {
        var stack = cdk.NewStack();
        var other = new Topic(stack, "Other");
        _ = new DataStream(stack, "Clicks", new DataStreamProps
        {
            Alarms = new AlarmSettings
            {
                Topic = new Topic(stack, "OnCall"),
                Tuning = new Dictionary<string, AlarmTuning>
                {
                    ["ReadThrottle"] = new() { Enabled = false },
                    ["Delay"] = new() { Enabled = false },
                    ["WriteThrottle"] = new() { Threshold = 50, Datapoints = 6, Topic = other },
                    ["IteratorAge"] = new() { Periods = 2 },
                },
            },
        });

        var template = CdkFixture.Synthesize(stack);

        template.Resources("AWS::CloudWatch::Alarm").Values.ShouldNotContain(alarm =>
            (string?)alarm["Properties"]!["MetricName"] == "ReadProvisionedThroughputExceeded");
        var write = template.Alarm("WriteProvisionedThroughputExceeded");
        write["Threshold"]!.GetValue<int>().ShouldBe(50);
        write["DatapointsToAlarm"]!.GetValue<int>().ShouldBe(6);
        write["EvaluationPeriods"]!.GetValue<int>().ShouldBe(6);
        SynthesizedTemplate.Plain(write["AlarmActions"]![0]!).ShouldBe("{Other}");
        var age = template.Alarm("GetRecords.IteratorAgeMilliseconds");
        age["EvaluationPeriods"]!.GetValue<int>().ShouldBe(2);
        age["DatapointsToAlarm"]!.GetValue<int>().ShouldBe(2);
        SynthesizedTemplate.Plain(age["AlarmActions"]![0]!).ShouldBe("{OnCall}");
    }

    [Fact]
    public void A_tuning_that_no_alarm_can_have_is_refused_and_the_message_names_those_there_are() =>
        Should.Throw<InvalidPropsException>(() => new DataStream(null!, "Clicks", new DataStreamProps
        {
            Alarms = new AlarmSettings
            {
                Tuning = new Dictionary<string, AlarmTuning>
                {
                    ["Throttle"] = new(),
                    ["IteratorAge"] = new() { Periods = 3, Datapoints = 4, Threshold = double.NaN },
                },
            },
        })).Message.ShouldBe(
            """
            DataStream 'Clicks' has invalid properties:
              Alarms.Tuning key is 'Throttle'; allowed: IteratorAge, Delay, WriteThrottle, ReadThrottle, PutFailures.
              Alarms.Tuning['IteratorAge'].Threshold is NaN; allowed: a number.
              Alarms.Tuning['IteratorAge'].Datapoints is 4; allowed: a whole number from 1 to 3.
            """);

    private static double[][] Hour(Func<int, double[]> samples) => [.. Enumerable.Range(0, 60).Select(samples)];

    [GeneratedRegex("DelayAlarm[0-9A-F]{8}$")]
    private static partial Regex DelayAlarm();

    private static IEnumerable<(string Id, JsonNode Alarm)> Alarms() =>
        from path in TemplateGate.ApprovedTemplates
        from resource in JsonNode.Parse(File.ReadAllText(path))!["Resources"]!.AsObject()
        where (string?)resource.Value!["Type"] == "AWS::CloudWatch::Alarm"
        let alarm = resource.Value!["Properties"]!
        where !((string?)alarm["AlarmDescription"] ?? "").Contains(ForTheScaler, StringComparison.Ordinal)
        select ($"{Path.GetFileName(path)}: {resource.Key}", alarm);
}
