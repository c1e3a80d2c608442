using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Pipelines;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Gates;
using Shouldly;

namespace Shardwise.Constructs.Tests.Defects;

/// <summary>
/// What other construct libraries for Kinesis get wrong, one test a defect, over one pipeline with everything or over all approved templates.
/// </summary>
[Collection(CdkFixture.Name)]
public sealed class KnownDefectsTests(CdkFixture cdk)
{
    [Fact]
    public void No_alarm_is_without_dimensions_so_that_it_would_never_fire() =>
        Alarms().Where(alarm => alarm["Metrics"] is null && alarm["Dimensions"] is not JsonArray { Count: > 0 }).ShouldBeEmpty();

    [Fact]
    public void No_dimension_of_an_alarm_is_an_ARN_that_matches_no_metric() =>
        Alarms().SelectMany(Dimensions)
            .Where(value => value.Contains(".Arn", StringComparison.Ordinal) || value.StartsWith("arn:", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void No_silence_of_a_delivery_stream_is_an_alarm_for_ever() =>
        Alarms().Where(alarm => (string?)alarm["Namespace"] == "AWS/Firehose" && (string?)alarm["TreatMissingData"] == "breaching").ShouldBeEmpty();

    [Fact]
    public void An_idle_stream_pages_nobody() =>
        Alarms().Where(alarm => (string?)alarm["Namespace"] == "AWS/Kinesis").ShouldAllBe(alarm => (string?)alarm["TreatMissingData"] != "breaching");

    [Fact]
    public void Every_alarm_says_what_a_missing_datapoint_means() => Alarms().Where(alarm => alarm["TreatMissingData"] is null).ShouldBeEmpty();

    [Fact]
    public void A_sum_of_minutes_is_not_compared_with_a_limit_a_second()
    {
        var limits = Alarms().Where(alarm => alarm["Metrics"]?.ToJsonString().Contains("PerSecondLimit", StringComparison.Ordinal) == true).ToList();

        limits.ShouldNotBeEmpty();
        foreach (var alarm in limits)
        {
            var expression = (string)alarm["Metrics"]!.AsArray().Single(metric => metric!["Expression"] is not null)!["Expression"]!;
            var period = alarm["Metrics"]!.AsArray().First(metric => metric!["MetricStat"] is not null)!["MetricStat"]!["Period"]!.GetValue<int>();
            expression.ShouldContain($"/ {period}", Case.Sensitive);
        }
    }

    [Fact]
    public void A_count_that_only_ever_grows_is_compared_by_how_much_it_grew() => Alarms()
        .Where(alarm => alarm["Metrics"]?.ToJsonString().Contains("numberOfFailedCheckpoints", StringComparison.Ordinal) == true)
        .ShouldAllBe(alarm => alarm["Metrics"]!.AsArray().Any(metric => (string?)metric!["Expression"] == "DIFF(counted)"));

    [Theory]
    [InlineData(24)]
    [InlineData(720)]
    public void The_age_at_which_an_alarm_goes_off_follows_the_retention(int hours)
    {
        var stack = cdk.NewStack();
        _ = new DataStream(stack, "Clicks", new DataStreamProps { Retention = TimeSpan.FromHours(hours) });

        CdkFixture.Synthesize(stack).Alarm("GetRecords.IteratorAgeMilliseconds")["Threshold"]!.GetValue<double>().ShouldBe(hours * 1_800_000.0);
    }

    [Fact]
    public void Throttled_writes_are_an_alarm_and_not_throttled_reads_alone() =>
        Pipeline().AlarmedMetrics().ShouldContain("AWS/Kinesis WriteProvisionedThroughputExceeded Sum StreamName={PipelineStream}");

    [Fact]
    public void Alarms_are_made_without_being_asked_for() => Pipeline().Resources("AWS::CloudWatch::Alarm").Count.ShouldBeGreaterThan(10);

    [Fact]
    public void A_late_delivery_is_an_alarm() =>
        Pipeline().AlarmedMetrics().ShouldContain(alarm => alarm.StartsWith("AWS/Firehose DeliveryToS3.DataFreshness", StringComparison.Ordinal));

    [Fact]
    public void A_stream_keeps_its_records_for_the_week_that_security_hub_asks_for() =>
        Pipeline().OnlyProperties("AWS::Kinesis::Stream")["RetentionPeriodHours"]!.GetValue<int>().ShouldBe(168);

    [Fact]
    public void A_streams_encryption_is_said_outright_and_not_by_a_condition_on_the_region() =>
        Pipeline().OnlyProperties("AWS::Kinesis::Stream")["StreamEncryption"]!["KeyId"]!.ToString().ShouldBe("alias/aws/kinesis");

    [Fact]
    public void A_stream_has_tags() => Pipeline().OnlyProperties("AWS::Kinesis::Stream")["Tags"]!.AsArray().ShouldNotBeEmpty();

    [Fact]
    public void A_key_made_for_a_stream_is_rotated() =>
        Approved().SelectMany(template => Of(template, "AWS::KMS::Key"))
            .ShouldAllBe(key => key["EnableKeyRotation"] != null || key["KeyPolicy"] == null);

    [Fact]
    public void Every_log_ends() =>
        Approved().SelectMany(template => Of(template, "AWS::Logs::LogGroup")).ShouldAllBe(group => group["RetentionInDays"] != null);

    [Fact]
    public void No_resource_has_a_name_that_two_stacks_would_fight_over()
    {
        var names = Pipeline().Resources("AWS::Kinesis::Stream").Values.Concat(Pipeline().Resources("AWS::KinesisFirehose::DeliveryStream").Values);

        names.ShouldAllBe(resource => resource["Properties"]!["Name"] == null && resource["Properties"]!["DeliveryStreamName"] == null);
    }

    [Fact]
    public void Two_pipelines_live_in_one_stack()
    {
        var stack = cdk.NewStack();
        Make(cdk, stack, "One");
        Make(cdk, stack, "Two");

        CdkFixture.Synthesize(stack).Resources("AWS::KinesisFirehose::DeliveryStream").Count.ShouldBe(2);
    }

    [Fact]
    public void Retries_and_parallelization_are_not_swapped()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks");
        _ = new EtlConsumer(stack, "Etl", new EtlConsumerProps
        {
            Stream = stream,
            AssetDirectory = cdk.Published("Clicks"),
            Handler = "Clicks::Clicks.Function::HandleAsync",
            RetryAttempts = 7,
            ParallelizationFactor = 2,
        });

        var mapping = CdkFixture.Synthesize(stack).OnlyProperties("AWS::Lambda::EventSourceMapping");

        mapping["MaximumRetryAttempts"]!.GetValue<int>().ShouldBe(7);
        mapping["ParallelizationFactor"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public void A_failing_record_is_named_and_tried_ten_times_and_not_five_hundred()
    {
        var mapping = Pipeline().OnlyProperties("AWS::Lambda::EventSourceMapping");

        mapping["FunctionResponseTypes"]!.ToJsonString().ShouldBe("""["ReportBatchItemFailures"]""");
        mapping["MaximumRetryAttempts"]!.GetValue<int>().ShouldBe(10);
    }

    [Fact]
    public void Shard_level_metrics_need_no_function_of_their_own()
    {
        var stack = cdk.NewStack();
        _ = new DataStream(stack, "Clicks", new DataStreamProps { ShardLevelMetrics = [ShardMetric.All] });

        var template = CdkFixture.Synthesize(stack);

        template.Resources("AWS::Lambda::Function").ShouldBeEmpty();
        template.OnlyProperties("AWS::Kinesis::Stream")["DesiredShardLevelMetrics"]!.ToJsonString().ShouldBe("""["ALL"]""");
    }

    [Fact]
    public void No_template_needs_a_custom_resource() =>
        Approved().SelectMany(template => template["Resources"]!.AsObject()).Select(resource => (string)resource.Value!["Type"]!)
            .Where(type => type.StartsWith("Custom::", StringComparison.Ordinal) || type == "AWS::CloudFormation::CustomResource").ShouldBeEmpty();

    [Fact]
    public void A_grant_to_read_with_enhanced_fan_out_reaches_the_consumer()
    {
        var stack = cdk.NewStack();
        new FanOutConsumer(stack, "Search", new FanOutConsumerProps { Stream = new DataStream(stack, "Clicks") })
            .GrantRead(new User(stack, "Reader"));

        CdkFixture.Synthesize(stack).Allowed().ShouldContain("Allow kinesis:SubscribeToShard on {Search.ConsumerARN}");
    }

    [Fact]
    public void A_producer_of_a_delivery_stream_may_neither_delete_nor_change_it()
    {
        var stack = cdk.NewStack();
        new FirehoseStream(stack, "Delivery",
            new FirehoseStreamProps { Destination = new S3Destination { Bucket = Bucket.FromBucketName(stack, "Lake", "lake") } })
            .GrantPut(new User(stack, "Producer"));

        CdkFixture.Synthesize(stack).Allowed().Where(line => line.Contains(" firehose:", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])
            .ShouldBe(["firehose:PutRecord", "firehose:PutRecordBatch"]);
    }

    [Fact]
    public void A_dashboard_that_is_given_the_wrong_name_of_a_stream_cannot_be_since_it_takes_the_stream() =>
        SynthesizedTemplate.Plain(Pipeline().OnlyProperties("AWS::CloudWatch::Dashboard")["DashboardBody"]!)
            .ShouldContain("\"StreamName\",\"{PipelineStream}\"", Case.Sensitive);

    private static IEnumerable<JsonNode> Approved() => TemplateGate.ApprovedTemplates.Select(path => JsonNode.Parse(File.ReadAllText(path))!);

    private static IEnumerable<JsonNode> Of(JsonNode template, string type) =>
        template["Resources"]!.AsObject().Where(resource => (string?)resource.Value!["Type"] == type)
            .Select(resource => resource.Value!["Properties"]!);

    private static IEnumerable<JsonNode> Alarms() => Approved().SelectMany(template => Of(template, "AWS::CloudWatch::Alarm"));

    private static IEnumerable<string> Dimensions(JsonNode alarm) =>
        ((JsonNode[])[alarm, .. (alarm["Metrics"] as JsonArray ?? []).Select(metric => metric!["MetricStat"]?["Metric"]).OfType<JsonNode>()])
            .SelectMany(metric => metric["Dimensions"] as JsonArray ?? []).Select(dimension => SynthesizedTemplate.Plain(dimension!["Value"]!));

    private SynthesizedTemplate Pipeline() => cdk.Example(Synthesized);

    private static SynthesizedTemplate Synthesized(CdkFixture cdk)
    {
        var stack = cdk.NewStack();
        Make(cdk, stack, "Pipeline");
        return CdkFixture.Synthesize(stack);
    }

    private static void Make(CdkFixture cdk, Stack stack, string id)
    {
        var folder = cdk.Published("Clicks");
        _ = new StreamingPipeline(stack, id, new StreamingPipelineProps
        {
            Scaling = new ShardScaling { MaxShards = 8 },
            Consumer = stream => new EtlConsumerProps { Stream = stream, AssetDirectory = folder, Handler = "Clicks::Clicks.Function::HandleAsync" },
            Delivery = new S3Destination { Bucket = Bucket.FromBucketName(stack, $"{id}Lake", "example-lake") },
        });
    }
}
