using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Gates;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Consumers;

/// <summary>What hands a stream's batches over: where it starts, what it lets through, where it tells of failures.</summary>
[Collection(CdkFixture.Name)]
public sealed class EtlConsumerMappingTests(CdkFixture cdk)
{
    // What FilterRule.BeginsWith gives cannot be handed back to the CDK from C#.
    private static readonly IDictionary<string, object> Clicks = FilterCriteria.Filter(new Dictionary<string, object>
    {
        ["partitionKey"] = new object[] { new Dictionary<string, object> { ["prefix"] = "eu-" } },
    });

    [Fact]
    public void Reading_starts_at_a_time_to_the_second_and_no_later() =>
        Mapping((_, props) => props with
        {
            StartingPosition = StartingPosition.AT_TIMESTAMP,
            StartingTime = DateTimeOffset.Parse("2026-11-01T08:30:00.9+02:00", System.Globalization.CultureInfo.InvariantCulture),
        })["StartingPositionTimestamp"]!.GetValue<long>().ShouldBe(1_793_514_600);

    [Theory]
    [InlineData(StartingPosition.AT_TIMESTAMP, null, "StartingTime is not given; allowed: the time at which AT_TIMESTAMP starts.")]
    [InlineData(StartingPosition.LATEST, "2026-11-01T00:00:00Z",
        "StartingTime is 2026-11-01T00:00:00.0000000+00:00; allowed: none, since StartingPosition is LATEST.")]
    [InlineData(StartingPosition.AT_TIMESTAMP, "9999-01-01T00:00:00Z",
        "StartingTime is 9999-01-01T00:00:00.0000000+00:00; allowed: a time that has been.")]
    public void A_time_goes_with_its_position_alone(StartingPosition position, string? time, string refusal) =>
        Refusal((_, props) => props with
        {
            StartingPosition = position,
            StartingTime = time is null ? null : DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture),
        }).ShouldBe($"EtlConsumer 'Etl' has invalid properties:\n  {refusal}");

    [Fact]
    public void Filters_and_their_key_are_the_mappings_and_the_key_lets_Lambda_decrypt_them()
    {
        var template = Synthesize((stack, props) => props with { Filters = [Clicks], FilterKey = new Key(stack, "Mine") });

        var mapping = template.OnlyProperties("AWS::Lambda::EventSourceMapping");
        mapping["FilterCriteria"]!["Filters"]![0]!["Pattern"]!.ToString().ShouldBe("""{"partitionKey":[{"prefix":"eu-"}]}""");
        SynthesizedTemplate.Plain(mapping["KmsKeyArn"]!).ShouldBe("{Mine.Arn}");
        template.OnlyProperties("AWS::KMS::Key")["KeyPolicy"]!["Statement"]![1]!["Principal"]!["Service"]!.ToString().ShouldBe("lambda.amazonaws.com");
    }

    [Fact]
    public void A_key_whose_policy_is_not_of_this_app_gets_its_statement_by_a_warning()
    {
        var stack = cdk.NewStack();

        _ = new EtlConsumer(stack, "Etl", Props(stack) with
        {
            Filters = [Clicks],
            FilterKey = Key.FromKeyArn(stack, "Mine", "arn:aws:kms:eu-west-1:111122223333:key/abc"),
        });

        Warnings.Of(stack).ShouldBe(
        [
            "Lambda reads the filters of EtlConsumer 'Etl' only if the key's own policy lets it, and the key "
            + "arn:aws:kms:eu-west-1:111122223333:key/abc is not made in this app: add to its policy the statement {\"Action\":\"kms:Decrypt\","
            + "\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Resource\":\"*\"}",
        ]);
    }

    [Fact]
    public void What_is_no_filter_is_refused_and_so_is_a_key_without_one() =>
        Refusal((stack, props) => props with
        {
            Filters = [.. Enumerable.Repeat(Clicks, 17), new Dictionary<string, object> { ["data"] = "x" }, Pattern("[1]"),
                Pattern(new string('x', 4_097)), FilterCriteria.Filter(new Dictionary<string, object> { ["data"] = FilterRule.Null() })],
        }).ShouldBe(
            """
            EtlConsumer 'Etl' has invalid properties:
              Filters is 21 filters; allowed: at most 20.
              Filters[17] is ''; allowed: FilterCriteria.Filter(...): a JSON object of at most 4,096 characters.
              Filters[18] is '[1]'; allowed: FilterCriteria.Filter(...): a JSON object of at most 4,096 characters.
              Filters[19] is 4097 characters long; allowed: FilterCriteria.Filter(...): a JSON object of at most 4,096 characters.
              Filters[20] is '{"data":[]}'; allowed: no empty list, which no record fits; that a value is null is [null].
            """);

    [Fact]
    public void A_key_for_no_filters_is_refused() => Refusal((stack, props) => props with { FilterKey = new Key(stack, "Mine") }).ShouldBe(
        "EtlConsumer 'Etl' has invalid properties:\n  FilterKey is given; allowed: none, since there are no Filters to encrypt.");

    [Fact]
    public void A_window_goes_with_one_batch_of_a_shard_at_a_time() =>
        Refusal((_, props) => props with { TumblingWindow = TimeSpan.FromMinutes(1), ParallelizationFactor = 2 }).ShouldBe(
            "EtlConsumer 'Etl' has invalid properties:\n  ParallelizationFactor is 2; allowed: 1, since TumblingWindow is given: a window's state is "
            + "carried through one batch of a shard at a time.");

    [Fact]
    public void A_bucket_gets_what_was_given_up_under_its_own_prefix_and_an_alarm_counts_it()
    {
        var template = Synthesize((stack, props) => props with
        {
            OnFailure = FailureDestination.ToBucket(new Bucket(stack, "Failures", new BucketProps { EncryptionKey = new Key(stack, "Mine") })),
        });

        var mapping = template.OnlyProperties("AWS::Lambda::EventSourceMapping");
        SynthesizedTemplate.Plain(mapping["DestinationConfig"]!["OnFailure"]!["Destination"]!).ShouldBe("{Failures.Arn}");
        mapping["MetricsConfig"]!.ToJsonString().ShouldBe("""{"Metrics":["EventCount"]}""");
        template.Resources("AWS::SQS::Queue").ShouldBeEmpty();
        template.Allowed().Where(line => line.Contains("s3:") || line.Contains("kms:") || line.Contains("sqs:")).ShouldBe(
        [
            "Allow kms:GenerateDataKey on {Mine.Arn}",
            "Allow s3:ListBucket on {Failures.Arn}",
            "Allow s3:PutObject on {Failures.Arn}/aws/lambda/*",
        ]);
        SynthesizedTemplate.Plain(template.Alarm("OnFailureDestinationDeliveredEventCount")["Dimensions"]![0]!["Value"]!).ShouldBe("{EtlMapping}");
        TemplateGate.Over("alarms.mjs", template.Snapshot()).ShouldBeEmpty();
    }

    [Fact]
    public void A_topic_and_a_queue_that_are_there_take_failures_too()
    {
        Synthesize((stack, props) => props with { OnFailure = FailureDestination.ToTopic(new Topic(stack, "Failures"), new Key(stack, "Mine")) })
            .Allowed().Where(line => line.Contains("sns:") || line.Contains("kms:")).ShouldBe(
            ["Allow kms:Decrypt on {Mine.Arn}", "Allow kms:GenerateDataKey on {Mine.Arn}", "Allow sns:Publish on {Failures}"]);
        Synthesize((stack, props) => props with { OnFailure = FailureDestination.ToQueue(new Queue(stack, "Failures")) })
            .Allowed().Where(line => line.Contains("sqs:")).ShouldBe(["Allow sqs:SendMessage on {Failures.Arn}"]);
    }

    [Fact]
    public void What_keeps_an_order_is_refused_as_a_place_for_failures() =>
        Refusal((stack, props) => props with { OnFailure = FailureDestination.ToQueue(new Queue(stack, "Failures", new QueueProps { Fifo = true })) })
            .ShouldBe(
                "EtlConsumer 'Etl' has invalid properties:\n  OnFailure is a FIFO one; allowed: a standard queue or topic, or a bucket: Lambda tells of "
                + "batches in no order.");

    [Fact]
    public void A_mapping_polls_and_counts_nothing_unless_it_is_told()
    {
        var mapping = Mapping((_, props) => props);
        mapping["Enabled"].ShouldBeNull();
        mapping["MetricsConfig"].ShouldBeNull();

        mapping = Mapping((_, props) => props with { Enabled = false, EventCountMetrics = true });
        mapping["Enabled"]!.GetValue<bool>().ShouldBeFalse();
        mapping["MetricsConfig"]!.ToJsonString().ShouldBe("""{"Metrics":["EventCount"]}""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mapping_waits_for_the_consumer_that_it_reads_through(bool own)
    {
        var template = Synthesize((stack, props) => own
            ? props with { EnhancedFanOut = true }
            : props with { FanOutConsumer = new FanOutConsumer(stack, "Search", new FanOutConsumerProps { Stream = props.Stream }) });

        var consumer = Assert.Single(template.Resources("AWS::Kinesis::StreamConsumer")).Key;
        template.Only("AWS::Lambda::EventSourceMapping")["DependsOn"]!.ToJsonString().ShouldBe($"[\"{consumer}\"]");
        template.OnlyProperties("AWS::Lambda::EventSourceMapping")["EventSourceArn"]!["Fn::GetAtt"]![0]!.ToString().ShouldBe(consumer);
        TemplateGate.Over("order.mjs", template.Snapshot()).ShouldBeEmpty();
    }

    [Fact]
    public void A_consumer_of_another_stream_is_refused() =>
        Refusal((stack, props) => props with
        {
            Stream = DataStream.FromStreamArn(stack, "Orders", "arn:aws:kinesis:eu-west-1:111122223333:stream/orders"),
            FanOutConsumer = FanOutConsumer.FromConsumerArn(stack, "Search", "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks/consumer/search:1"),
        }).ShouldBe(
            "EtlConsumer 'Etl' has invalid properties:\n  FanOutConsumer is a consumer of arn:aws:kinesis:eu-west-1:111122223333:stream/clicks; allowed: one "
            + "of Stream, arn:aws:kinesis:eu-west-1:111122223333:stream/orders.");

    [Fact]
    public void Two_consumers_of_one_stream_have_names_and_policies_of_their_own()
    {
        var stack = cdk.NewStack();
        var props = Props(stack);
        var role = Amazon.CDK.AWS.IAM.Role.FromRoleName(stack, "Shared", "shared");

        foreach (var id in (string[])["One", "Two"])
            _ = new EtlConsumer(stack, id, props with { EnhancedFanOut = true, Function = new() { Role = role } });

        var template = CdkFixture.Synthesize(stack);
        template.Resources("AWS::Kinesis::StreamConsumer").Values.Select(each => each["Properties"]!["ConsumerName"]!.ToString()).Distinct().Count()
            .ShouldBe(2);
        template.Resources("AWS::IAM::Policy").Values.Select(each => each["Properties"]!["PolicyName"]!.ToString()).ShouldBe(
            ["Test-One-F687DD59", "Test-Two-9E6DF678"]);
    }

    private static IDictionary<string, object> Pattern(string text) => new Dictionary<string, object> { ["pattern"] = text };

    private System.Text.Json.Nodes.JsonNode Mapping(Func<Stack, EtlConsumerProps, EtlConsumerProps> change) =>
        Synthesize(change).OnlyProperties("AWS::Lambda::EventSourceMapping");

    private string Refusal(Func<Stack, EtlConsumerProps, EtlConsumerProps> change) =>
        Should.Throw<InvalidPropsException>(() => Synthesize(change)).Message;

    private SynthesizedTemplate Synthesize(Func<Stack, EtlConsumerProps, EtlConsumerProps> change)
    {
        var stack = cdk.NewStack();
        _ = new EtlConsumer(stack, "Etl", change(stack, Props(stack)));
        return CdkFixture.Synthesize(stack);
    }

    private EtlConsumerProps Props(Stack stack) => new()
    {
        Stream = new DataStream(stack, "Clicks"),
        AssetDirectory = cdk.Published("Clicks"),
        Handler = "Clicks::Clicks.Function::HandleAsync",
    };
}
