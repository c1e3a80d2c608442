using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Streams;

[Collection(CdkFixture.Name)]
public sealed class DataStreamTests(CdkFixture cdk)
{
    [Fact]
    public void The_default_stream_is_encrypted_kept_for_a_week_tagged_and_outlives_its_stack()
    {
        var template = Synthesize(null);

        template.Assertions.HasResource("AWS::Kinesis::Stream", new Dictionary<string, object>
        {
            ["DeletionPolicy"] = "Retain",
            ["UpdateReplacePolicy"] = "Retain",
            ["Properties"] = new Dictionary<string, object>
            {
                ["ShardCount"] = 1,
                ["RetentionPeriodHours"] = 168,
                ["StreamModeDetails"] = new Dictionary<string, object> { ["StreamMode"] = "PROVISIONED" },
                ["StreamEncryption"] = new Dictionary<string, object> { ["EncryptionType"] = "KMS", ["KeyId"] = "alias/aws/kinesis" },
                ["Tags"] = new[] { new Dictionary<string, object> { ["Key"] = "shardwise:construct", ["Value"] = "DataStream" } },
            },
        });
        template.Resources("AWS::KMS::Key").ShouldBeEmpty();
    }

    [Fact]
    public void A_stream_looks_as_approved() =>
        Synthesize(new DataStreamProps
        {
            StreamName = "clicks",
            ShardCount = 4,
            CustomerManagedKey = true,
            Tags = new Dictionary<string, string> { ["team"] = "web" },
        })
            .Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void An_on_demand_stream_has_no_shard_count()
    {
        var properties = Synthesize(new DataStreamProps { Mode = StreamMode.ON_DEMAND }).OnlyProperties("AWS::Kinesis::Stream");

        properties["ShardCount"].ShouldBeNull();
        properties["StreamModeDetails"]!["StreamMode"]!.ToString().ShouldBe("ON_DEMAND");
    }

    [Fact]
    public void A_key_made_for_the_stream_is_rotated_and_kept_with_it()
    {
        var template = Synthesize(new DataStreamProps { CustomerManagedKey = true });

        var key = template.Only("AWS::KMS::Key");
        key["Properties"]!["EnableKeyRotation"]!.GetValue<bool>().ShouldBeTrue();
        key["DeletionPolicy"]!.ToString().ShouldBe("Retain");
        SynthesizedTemplate.Plain(template.OnlyProperties("AWS::Kinesis::Stream")["StreamEncryption"]!["KeyId"]!).ShouldBe("{ClicksKey.Arn}");
    }

    [Fact]
    public void A_given_key_encrypts_the_stream_and_a_reader_may_decrypt_with_it()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { EncryptionKey = new Key(stack, "Mine") });
        stream.Grant(new User(stack, "Reader"), "kinesis:GetRecords");
        stream.GrantRead(new User(stack, "Tail"));

        var template = CdkFixture.Synthesize(stack);

        SynthesizedTemplate.Plain(template.OnlyProperties("AWS::Kinesis::Stream")["StreamEncryption"]!["KeyId"]!).ShouldBe("{Mine.Arn}");
        template.Allowed().ShouldContain("Allow kms:Decrypt on {Mine.Arn}");
        template.Allowed().ShouldContain("Allow kinesis:GetRecords on {ClicksStream.Arn}");
    }

    [Fact]
    public void A_writer_may_write_and_not_read()
    {
        var stack = cdk.NewStack();
        new DataStream(stack, "Clicks").GrantWrite(new User(stack, "Writer"));

        CdkFixture.Synthesize(stack).Allowed().ShouldBe(
        [
            "Allow kinesis:ListShards on {ClicksStream.Arn}",
            "Allow kinesis:PutRecord on {ClicksStream.Arn}",
            "Allow kinesis:PutRecords on {ClicksStream.Arn}",
        ]);
    }

    [Fact]
    public void Every_alarm_names_the_stream_it_watches() => Synthesize(null).AlarmedMetrics().ShouldBe(
    [
        "AWS/Kinesis GetRecords.IteratorAgeMilliseconds Maximum StreamName={ClicksStream}",
        "AWS/Kinesis GetRecords.IteratorAgeMilliseconds Maximum StreamName={ClicksStream}",
        "AWS/Kinesis WriteProvisionedThroughputExceeded Sum StreamName={ClicksStream}",
        "AWS/Kinesis ReadProvisionedThroughputExceeded Sum StreamName={ClicksStream}",
        "AWS/Kinesis PutRecords.FailedRecords Sum StreamName={ClicksStream}",
    ]);

    [Fact]
    public void An_on_demand_stream_with_all_its_settings_looks_as_approved() => Synthesize(new DataStreamProps
    {
        Mode = StreamMode.ON_DEMAND,
        WarmThroughputMiBps = 100,
        RecordDistributionStrategy = RecordDistribution.Auto,
        MaxRecordSizeKiB = 10_240,
        ShardLevelMetrics = [ShardMetric.IncomingBytes, ShardMetric.IteratorAgeMilliseconds],
    }).Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Theory]
    [InlineData(RecordDistribution.Auto, "AUTO")]
    [InlineData(RecordDistribution.UserPartitionKey, "USER_PARTITION_KEY")]
    public void A_strategy_of_distribution_has_the_name_that_the_service_knows(RecordDistribution strategy, string name) =>
        Synthesize(new DataStreamProps { Mode = StreamMode.ON_DEMAND, RecordDistributionStrategy = strategy })
            .OnlyProperties("AWS::Kinesis::Stream")["RecordDistributionStrategy"]!.ToString().ShouldBe(name);

    [Fact]
    public void Without_a_strategy_of_distribution_none_is_rendered() =>
        Synthesize(new DataStreamProps { Mode = StreamMode.ON_DEMAND }).OnlyProperties("AWS::Kinesis::Stream")["RecordDistributionStrategy"]
            .ShouldBeNull();

    [Fact]
    public void A_provisioned_stream_distributes_by_partition_key_alone()
    {
        Should.NotThrow(() => Synthesize(new DataStreamProps { RecordDistributionStrategy = RecordDistribution.UserPartitionKey }));
        Refusal(new DataStreamProps { RecordDistributionStrategy = RecordDistribution.Auto }).ShouldBe(
            """
            DataStream 'Clicks' has invalid properties:
              RecordDistributionStrategy is Auto; allowed: nothing or UserPartitionKey, since Mode is PROVISIONED.
            """);
    }

    [Fact]
    public void A_KPL_producer_is_granted_no_stream_whose_records_Kinesis_distributes()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(
            stack, "Clicks", new DataStreamProps { Mode = StreamMode.ON_DEMAND, RecordDistributionStrategy = RecordDistribution.Auto });
        var producer = new User(stack, "Producer");

        Should.Throw<InvalidPropsException>(() => stream.GrantKplWrite(producer)).Message.ShouldBe(
            """
            DataStream 'Clicks' cannot be granted to a KPL producer:
              RecordDistributionStrategy is Auto; allowed: UserPartitionKey, since readers with the KCL drop aggregates of an Auto stream without a word; GrantWrite is for other producers.
            """);
        stream.GrantWrite(producer);
        CdkFixture.Synthesize(stack).Allowed().ShouldNotContain(line => line.Contains("cloudwatch:PutMetricData", StringComparison.Ordinal));
    }

    [Fact]
    public void All_shard_level_metrics_have_one_word() =>
        Synthesize(new DataStreamProps { ShardLevelMetrics = [ShardMetric.All] }).OnlyProperties("AWS::Kinesis::Stream")["DesiredShardLevelMetrics"]!
            .ToJsonString()
            .ShouldBe("""["ALL"]""");

    [Theory]
    [InlineData(1023, "1,023")]
    [InlineData(10_241, "10,241")]
    [InlineData(2048.5, "2,048.5")]
    public void A_record_size_out_of_range_is_refused(double size, string shown) =>
        Refusal(new DataStreamProps { MaxRecordSizeKiB = size }).ShouldBe(
            $"""
            DataStream 'Clicks' has invalid properties:
              MaxRecordSizeKiB is {shown}; allowed: a whole number from 1,024 to 10,240.
            """);

    [Fact]
    public void Warm_throughput_is_for_a_stream_on_demand_and_shard_metrics_are_named_once() =>
        Refusal(new DataStreamProps { WarmThroughputMiBps = 0.5, ShardLevelMetrics = [ShardMetric.All, ShardMetric.IncomingBytes] }).ShouldBe(
            """
            DataStream 'Clicks' has invalid properties:
              WarmThroughputMiBps is 0.5; allowed: nothing, since Mode is PROVISIONED and ShardCount says it.
              WarmThroughputMiBps is 0.5; allowed: a whole number from 1.
              ShardLevelMetrics is All, IncomingBytes; allowed: each metric once, and All alone.
            """);

    [Theory]
    [InlineData(24, 43_200_000)]
    [InlineData(168, 302_400_000)]
    [InlineData(8760, 15_768_000_000)]
    public void The_iterator_age_alarm_goes_off_at_half_of_the_retention_and_a_reader_that_stops_does_not_end_it(int hours, long milliseconds)
    {
        var alarm = Synthesize(new DataStreamProps { Retention = TimeSpan.FromHours(hours) }).Alarm("GetRecords.IteratorAgeMilliseconds");

        alarm["Threshold"]!.GetValue<long>().ShouldBe(milliseconds);
        alarm["ComparisonOperator"]!.ToString().ShouldBe("GreaterThanOrEqualToThreshold");
        alarm["TreatMissingData"]!.ToString().ShouldBe("ignore");
    }

    [Fact]
    public void A_minute_without_traffic_is_no_throttling()
    {
        var template = Synthesize(null);

        template.Alarm("WriteProvisionedThroughputExceeded")["TreatMissingData"]!.ToString().ShouldBe("notBreaching");
        template.Alarm("ReadProvisionedThroughputExceeded")["TreatMissingData"]!.ToString().ShouldBe("notBreaching");
    }

    [Fact]
    public void The_alarms_tell_a_topic_when_they_begin_and_when_they_end()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { Alarms = new AlarmSettings { Topic = new Topic(stack, "OnCall") } });

        var alarms = CdkFixture.Synthesize(stack).Resources("AWS::CloudWatch::Alarm").Values.ToList();

        alarms.Count.ShouldBe(stream.Alarms.Count);
        alarms.ShouldAllBe(alarm => SynthesizedTemplate.Plain(alarm["Properties"]!["AlarmActions"]![0]!) == "{OnCall}");
        alarms.ShouldAllBe(alarm => SynthesizedTemplate.Plain(alarm["Properties"]!["OKActions"]![0]!) == "{OnCall}");
    }

    [Fact]
    public void The_alarms_can_be_left_out() =>
        Synthesize(new DataStreamProps { Alarms = new AlarmSettings { Enabled = false } }).Resources("AWS::CloudWatch::Alarm").ShouldBeEmpty();

    [Theory]
    [InlineData(1, 24)]
    [InlineData(10_000, 8760)]
    public void The_edges_of_the_ranges_are_allowed(double shards, int hours)
    {
        var properties = Synthesize(new DataStreamProps { ShardCount = shards, Retention = TimeSpan.FromHours(hours) })
            .OnlyProperties("AWS::Kinesis::Stream");

        properties["ShardCount"]!.GetValue<double>().ShouldBe(shards);
        properties["RetentionPeriodHours"]!.GetValue<int>().ShouldBe(hours);
    }

    [Theory]
    [InlineData(23, "23")]
    [InlineData(8761, "8,761")]
    [InlineData(24.5, "24.5")]
    public void A_retention_out_of_range_is_refused_by_name_value_and_range(double hours, string shown) =>
        Refusal(new DataStreamProps { Retention = TimeSpan.FromHours(hours) }).ShouldBe(
            $"""
            DataStream 'Clicks' has invalid properties:
              Retention is {shown} h; allowed: whole hours, from 24 h to 8,760 h.
            """);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(1.5, "1.5")]
    [InlineData(10_001, "10,001")]
    [InlineData(double.NaN, "NaN")]
    public void A_shard_count_out_of_range_is_refused_by_name_value_and_range(double shards, string shown) =>
        Refusal(new DataStreamProps { ShardCount = shards }).ShouldBe(
            $"""
            DataStream 'Clicks' has invalid properties:
              ShardCount is {shown}; allowed: a whole number from 1 to 10,000.
            """);

    [Fact]
    public void All_violations_are_in_one_message() =>
        Refusal(new DataStreamProps
        {
            StreamName = "my clicks",
            Mode = StreamMode.ON_DEMAND,
            ShardCount = 4,
            Retention = TimeSpan.FromMinutes(30),
            Tags = new Dictionary<string, string> { ["aws:team"] = "web", ["note"] = new string('x', 257) },
        }).ShouldBe(
            """
            DataStream 'Clicks' has invalid properties:
              StreamName is 'my clicks'; allowed: 1 to 128 of a-z A-Z 0-9 _ . -.
              ShardCount is 4; allowed: nothing, since Mode is ON_DEMAND and Kinesis sizes the stream.
              Retention is 0.5 h; allowed: whole hours, from 24 h to 8,760 h.
              Tags key is 'aws:team'; allowed: 1 to 128 characters that do not begin with aws: or shardwise:.
              Tags['note'] is 257 characters long; allowed: at most 256 characters.
            """);

    [Fact]
    public void Two_keys_are_refused() =>
        Refusal(new DataStreamProps
        {
            CustomerManagedKey = true,
            EncryptionKey = Key.FromKeyArn(cdk.NewStack(), "Mine", "arn:aws:kms:eu-west-1:111122223333:key/1"),
        }).ShouldBe(
            """
            DataStream 'Clicks' has invalid properties:
              CustomerManagedKey is true; allowed: false, since EncryptionKey is given.
            """);

    [Fact]
    public void What_is_only_known_when_the_stack_is_deployed_passes_unchecked()
    {
        var stack = cdk.NewStack();
        var shards = new CfnParameter(stack, "Shards", new CfnParameterProps { Type = "Number" });
        var name = new CfnParameter(stack, "Name");
        _ = new DataStream(stack, "Clicks", new DataStreamProps { StreamName = name.ValueAsString, ShardCount = shards.ValueAsNumber });

        var properties = CdkFixture.Synthesize(stack).OnlyProperties("AWS::Kinesis::Stream");

        properties["ShardCount"]!["Ref"]!.ToString().ShouldBe("Shards");
        properties["Name"]!["Ref"]!.ToString().ShouldBe("Name");
    }

    // Without a scope nothing can be made: the refusal comes before anything crosses to the CDK.
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(43_201, "43,201 s")]
    [InlineData(1.5, "1.5 s")]
    public void A_delay_that_cannot_be_told_before_the_iterator_age_is_refused(double seconds, string said) =>
        Refusal(new DataStreamProps { Retention = TimeSpan.FromHours(24), MaxDelay = TimeSpan.FromSeconds(seconds) }).ShouldBe(
            "DataStream 'Clicks' has invalid properties:\n"
            + $"  MaxDelay is {said}; allowed: whole seconds, from 1 s to 43,200 s, half of Retention, which IteratorAge watches.");

    private static string Refusal(DataStreamProps props) => Should.Throw<InvalidPropsException>(() => new DataStream(null!, "Clicks", props)).Message;

    private SynthesizedTemplate Synthesize(DataStreamProps? props)
    {
        var stack = cdk.NewStack();
        _ = new DataStream(stack, "Clicks", props);
        return CdkFixture.Synthesize(stack);
    }
}
