using System.Buffers.Binary;
using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shardwise.Constructs.Tests.Defaults;
using Shouldly;

namespace Shardwise.Constructs.Tests.Consumers;

[Collection(CdkFixture.Name)]
public sealed class EtlConsumerTests(CdkFixture cdk)
{
    private const string Handler = "Clicks::Clicks.Function::HandleAsync";

    [Fact]
    public void A_consumer_looks_as_approved() =>
        Plain.Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void A_failing_batch_is_cut_tried_again_ten_times_and_set_aside()
    {
        var mapping = Plain.OnlyProperties("AWS::Lambda::EventSourceMapping");

        mapping["FunctionResponseTypes"]!.ToJsonString().ShouldBe("""["ReportBatchItemFailures"]""");
        mapping["BisectBatchOnFunctionError"]!.GetValue<bool>().ShouldBeTrue();
        mapping["MaximumRetryAttempts"]!.GetValue<int>().ShouldBe(10);
        mapping["MaximumRecordAgeInSeconds"]!.GetValue<int>().ShouldBe(86_400);
        mapping["BatchSize"]!.GetValue<int>().ShouldBe(100);
        mapping["MaximumBatchingWindowInSeconds"]!.GetValue<int>().ShouldBe(5);
        mapping["ParallelizationFactor"]!.GetValue<int>().ShouldBe(1);
        mapping["StartingPosition"]!.ToString().ShouldBe("TRIM_HORIZON");
        SynthesizedTemplate.Plain(mapping["DestinationConfig"]!["OnFailure"]!["Destination"]!).ShouldBe("{EtlFailureQueue.Arn}");
    }

    [Fact]
    public void The_failure_queue_is_encrypted_and_takes_no_call_without_tls()
    {
        var template = Plain;

        template.OnlyProperties("AWS::SQS::Queue")["KmsMasterKeyId"]!.ToString().ShouldBe("alias/aws/sqs");
        var statement = template.OnlyProperties("AWS::SQS::QueuePolicy")["PolicyDocument"]!["Statement"]!.AsArray().ShouldHaveSingleItem()!;
        statement["Effect"]!.ToString().ShouldBe("Deny");
        statement["Condition"]!.ToJsonString().ShouldBe("""{"Bool":{"aws:SecureTransport":"false"}}""");
    }

    [Fact]
    public void The_function_may_read_its_stream_write_its_log_and_set_aside_and_nothing_else() => Plain.Allowed().ShouldBe(
    [
        "Allow kinesis:DescribeStream on {ClicksStream.Arn}",
        "Allow kinesis:DescribeStreamSummary on {ClicksStream.Arn}",
        "Allow kinesis:GetRecords on {ClicksStream.Arn}",
        "Allow kinesis:GetShardIterator on {ClicksStream.Arn}",
        "Allow kinesis:ListShards on {ClicksStream.Arn}",
        "Allow logs:CreateLogStream on {EtlLogs.Arn}",
        "Allow logs:PutLogEvents on {EtlLogs.Arn}",
        "Allow sqs:SendMessage on {EtlFailureQueue.Arn}",
        "Allow xray:PutTelemetryRecords on *",
        "Allow xray:PutTraceSegments on *",
    ]);

    [Fact]
    public void The_role_has_no_managed_policy_and_its_wildcards_have_a_reason()
    {
        var template = Plain;

        template.OnlyProperties("AWS::IAM::Role")["ManagedPolicyArns"].ShouldBeNull();
        template.Only("AWS::IAM::Policy")["Metadata"]!["cdk_nag"]!["rules_to_suppress"]!.AsArray().ShouldHaveSingleItem()!["id"]!.ToString()
            .ShouldBe("AwsSolutions-IAM5");
    }

    [Fact]
    public void A_bucket_is_written_to_under_a_prefix_only()
    {
        var allowed = Synthesize(with: etl => etl.GrantPut(new Bucket(Stack.Of(etl), "Lake"), "clicks/")).Allowed();

        allowed.Where(line => line.Contains(" s3:")).ShouldBe(["Allow s3:PutObject on {Lake.Arn}/clicks/*"]);
        allowed.ShouldNotContain(line => line.Contains(" kms:"));
    }

    [Fact]
    public void A_bucket_with_a_key_of_its_own_is_written_to_with_that_key()
    {
        var allowed = Synthesize(with: etl =>
        {
            var stack = Stack.Of(etl);
            etl.GrantPut(new Bucket(stack, "Lake", new BucketProps { EncryptionKey = new Key(stack, "Mine") }), "clicks/");
        }).Allowed();

        allowed.ShouldContain("Allow kms:GenerateDataKey on {Mine.Arn}");
    }

    [Fact]
    public void A_stream_with_a_key_of_its_own_is_read_with_that_key() =>
        Synthesize(stream: new DataStreamProps { CustomerManagedKey = true }).Allowed().ShouldContain("Allow kms:Decrypt on {ClicksKey.Arn}");

    [Fact]
    public void The_function_is_traced_and_gets_its_environment()
    {
        var function = Synthesize(props => props with { Environment = new Dictionary<string, string> { ["OUTPUT"] = "lake" } })
            .OnlyProperties("AWS::Lambda::Function");

        function["Runtime"]!.ToString().ShouldBe("dotnet10");
        function["Architectures"]!.ToJsonString().ShouldBe("""["arm64"]""");
        function["TracingConfig"]!["Mode"]!.ToString().ShouldBe("Active");
        function["Environment"]!["Variables"]!.ToJsonString().ShouldBe("""{"OUTPUT":"lake"}""");
        function["Handler"]!.ToString().ShouldBe(Handler);
    }

    [Fact]
    public void With_enhanced_fan_out_it_reads_through_a_consumer_of_its_own_and_through_no_other()
    {
        var template = Synthesize(props => props with { EnhancedFanOut = true });

        SynthesizedTemplate.Plain(template.OnlyProperties("AWS::Kinesis::StreamConsumer")["StreamARN"]!).ShouldBe("{ClicksStream.Arn}");
        SynthesizedTemplate.Plain(template.OnlyProperties("AWS::Lambda::EventSourceMapping")["EventSourceArn"]!).ShouldBe("{EtlFanOut.ConsumerARN}");
        template.Allowed().Where(line => line.Contains("{EtlFanOut")).ShouldBe(
        [
            "Allow kinesis:DescribeStreamConsumer on {EtlFanOut.ConsumerARN}",
            "Allow kinesis:SubscribeToShard on {EtlFanOut.ConsumerARN}",
        ]);
    }

    [Fact]
    public void A_tumbling_window_is_the_mappings() =>
        Synthesize(props => props with { TumblingWindow = TimeSpan.FromSeconds(900) })
            .OnlyProperties("AWS::Lambda::EventSourceMapping")["TumblingWindowInSeconds"]!.GetValue<int>().ShouldBe(900);

    [Fact]
    public void Every_alarm_names_what_it_watches() =>
        Plain.AlarmedMetrics().Where(alarm => !alarm.StartsWith("AWS/Kinesis", StringComparison.Ordinal)).ShouldBe(
        [
            "AWS/Lambda IteratorAge Maximum FunctionName={EtlFunction}",
            "AWS/Lambda IteratorAge Maximum FunctionName={EtlFunction}",
            "AWS/Lambda Errors Sum FunctionName={EtlFunction}",
            "AWS/SQS ApproximateNumberOfMessagesVisible Maximum QueueName={EtlFailureQueue.QueueName}",
        ]);

    [Fact]
    public void The_iterator_age_alarm_goes_off_at_half_of_the_age_at_which_records_are_given_up() =>
        Synthesize(props => props with { MaxRecordAge = TimeSpan.FromHours(2) }).Alarm("IteratorAge")["Threshold"]!.GetValue<long>()
            .ShouldBe(3_600_000);

    // 5 s of gathering, twice 60 s of a call, and five minutes.
    [Fact]
    public void The_delay_that_is_allowed_is_made_of_the_consumers_own_settings() =>
        Delay(Plain).ShouldBe(425_000);

    [Fact]
    public void The_delay_that_is_allowed_can_be_stated() =>
        Delay(Synthesize(props => props with { MaxDelay = TimeSpan.FromSeconds(30) })).ShouldBe(30_000);

    [Fact]
    public void Where_records_are_given_up_before_a_delay_is_one_the_age_says_it_alone() =>
        Synthesize(props => props with { MaxRecordAge = TimeSpan.FromMinutes(14) }).Resources("AWS::CloudWatch::Alarm").Keys
            .ShouldNotContain(id => id.StartsWith("EtlDelayAlarm", StringComparison.Ordinal));

    [Fact]
    public void A_delay_beyond_half_of_the_age_is_refused() =>
        Refusal(props => props with { MaxRecordAge = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromMinutes(31) }).ShouldBe(
            "EtlConsumer 'Etl' has invalid properties:\n"
            + "  MaxDelay is 1,860 s; allowed: whole seconds, from 1 s to 1,800 s, half of MaxRecordAge.");

    private static double Delay(SynthesizedTemplate template) =>
        template.Resources("AWS::CloudWatch::Alarm").Single(alarm => alarm.Key.StartsWith("EtlDelayAlarm", StringComparison.Ordinal))
            .Value["Properties"]!["Threshold"]!.GetValue<double>();

    [Fact]
    public void Messages_in_a_queue_that_went_quiet_are_still_an_alarm() =>
        Plain.Alarm("ApproximateNumberOfMessagesVisible")["TreatMissingData"]!.ToString().ShouldBe("ignore");

    [Fact]
    public void Code_that_is_not_a_folder_here_is_taken_as_it_is()
    {
        var template = Synthesize(props =>
            props with { AssetDirectory = null, Code = Code.FromBucket(Bucket.FromBucketName(cdk.NewStack(), "Code", "code"), "clicks.zip") });

        template.OnlyProperties("AWS::Lambda::Function")["Code"]!["S3Key"]!.ToString().ShouldBe("clicks.zip");
    }

    [Fact]
    public void The_lower_edges_of_the_ranges_are_allowed() => Synthesize(props => props with
    {
        MemoryMb = 128,
        Timeout = TimeSpan.FromSeconds(1),
        BatchSize = 1,
        BatchingWindow = TimeSpan.Zero,
        ParallelizationFactor = 1,
        RetryAttempts = -1,
        MaxRecordAge = TimeSpan.FromSeconds(60),
    }).OnlyProperties("AWS::Lambda::EventSourceMapping")["MaximumRetryAttempts"]!.GetValue<int>().ShouldBe(-1);

    [Theory]
    [InlineData(24, 72_000)]
    [InlineData(100, 300_000)]
    [InlineData(168, 518_400)]
    [InlineData(8_760, 518_400)]
    public void In_the_second_version_a_good_record_outlasts_an_outage_for_most_of_the_retention(int hours, int seconds)
    {
        LimitsUnder(ConstructDefaults.V1, hours).ShouldBe((10, 86_400));
        LimitsUnder(ConstructDefaults.V2, hours).ShouldBe((-1, seconds));
    }

    [Fact]
    public void The_upper_edges_of_the_ranges_are_allowed() => Synthesize(props => props with
    {
        MemoryMb = 10_240,
        Timeout = TimeSpan.FromSeconds(900),
        BatchSize = 10_000,
        BatchingWindow = TimeSpan.FromSeconds(300),
        ParallelizationFactor = 10,
        RetryAttempts = 10_000,
        MaxRecordAge = TimeSpan.FromDays(7),
        StartingPosition = StartingPosition.LATEST,
    }).OnlyProperties("AWS::Lambda::EventSourceMapping")["MaximumRecordAgeInSeconds"]!.GetValue<int>().ShouldBe(604_800);

    [Fact]
    public void All_violations_are_in_one_message() =>
        Refusal(props => props with
        {
            Handler = "Clicks.Function.HandleAsync",
            AssetDirectory = null,
            MemoryMb = 127,
            Timeout = TimeSpan.FromSeconds(901),
            BatchSize = 10_001,
            BatchingWindow = TimeSpan.FromMilliseconds(300_500),
            ParallelizationFactor = 11,
            TumblingWindow = TimeSpan.FromSeconds(901),
            RetryAttempts = -2,
            MaxRecordAge = TimeSpan.FromSeconds(59),
            StartingPosition = StartingPosition.AT_TIMESTAMP,
        }).ShouldBe(
            """
            EtlConsumer 'Etl' has invalid properties:
              Handler is 'Clicks.Function.HandleAsync'; allowed: Assembly::Namespace.Type::Method, at most 128 characters without a space.
              AssetDirectory is not given; allowed: the folder of the published function, or Code in its place.
              MemoryMb is 127; allowed: a whole number from 128 to 10,240.
              Timeout is 901 s; allowed: whole seconds, from 1 s to 900 s.
              BatchSize is 10,001; allowed: a whole number from 1 to 10,000.
              BatchingWindow is 300.5 s; allowed: whole seconds, from 0 s to 300 s.
              ParallelizationFactor is 11; allowed: a whole number from 1 to 10.
              TumblingWindow is 901 s; allowed: whole seconds, from 1 s to 900 s.
              ParallelizationFactor is 11; allowed: 1, since TumblingWindow is given: a window's state is carried through one batch of a shard at a time.
              RetryAttempts is -2; allowed: a whole number from -1 to 10,000.
              MaxRecordAge is 59 s; allowed: whole seconds, from 60 s to 604,800 s.
              StartingTime is not given; allowed: the time at which AT_TIMESTAMP starts.
            """);

    [Fact]
    public void A_record_is_given_up_before_the_stream_forgets_it() =>
        Refusal(props => props with { MaxRecordAge = TimeSpan.FromHours(25) }, new DataStreamProps { Retention = TimeSpan.FromHours(24) }).ShouldBe(
            """
            EtlConsumer 'Etl' has invalid properties:
              MaxRecordAge is 90,000 s; allowed: whole seconds, from 60 s to 86,400 s, what the stream keeps.
            """);

    [Fact]
    public void A_folder_without_the_handlers_assembly_is_refused() =>
        Refusal(props => props with { AssetDirectory = "no/such/folder" }).ShouldBe(
            """
            EtlConsumer 'Etl' has invalid properties:
              AssetDirectory is 'no/such/folder'; allowed: a folder that holds Clicks.dll and Clicks.runtimeconfig.json, as `dotnet publish` of the function leaves it.
            """);

    [Fact]
    public void A_function_for_any_processor_is_deployed_for_the_one_that_is_asked_for() =>
        Synthesize(props => props with { Architecture = FunctionArchitecture.X64 })
            .OnlyProperties("AWS::Lambda::Function")["Architectures"]!.ToJsonString().ShouldBe("""["x86_64"]""");

    // The second and third are what `dotnet publish -r linux-x64 -p:PublishReadyToRun=true` makes, and the same for linux-arm64.
    [Theory]
    [InlineData(0x8664, FunctionArchitecture.X64, FunctionArchitecture.Arm64)]
    [InlineData(0x8664 ^ 0x7B79, FunctionArchitecture.X64, FunctionArchitecture.Arm64)]
    [InlineData(0xAA64 ^ 0x7B79, FunctionArchitecture.Arm64, FunctionArchitecture.X64)]
    public void A_function_compiled_for_another_processor_is_refused(int machine, FunctionArchitecture compiledFor, FunctionArchitecture other)
    {
        var folder = cdk.Published("Clicks");
        var assembly = File.ReadAllBytes(typeof(EtlConsumerTests).Assembly.Location);
        var header = BinaryPrimitives.ReadInt32LittleEndian(assembly.AsSpan(0x3C)) + "PE\0\0".Length;
        BinaryPrimitives.WriteUInt16LittleEndian(assembly.AsSpan(header), (ushort)machine);
        File.WriteAllBytes(Path.Combine(folder, "Clicks.dll"), assembly);

        Synthesize(props => props with { AssetDirectory = folder, Architecture = compiledFor });
        Refusal(props => props with { AssetDirectory = folder, Architecture = other }).ShouldBe(
            $"""
            EtlConsumer 'Etl' has invalid properties:
              AssetDirectory is '{folder}', whose Clicks.dll is compiled for {compiledFor}; allowed: a function compiled for any processor, or for {other} as Architecture says.
            """);
    }

    private string Refusal(Func<EtlConsumerProps, EtlConsumerProps> change, DataStreamProps? stream = null) =>
        Should.Throw<InvalidPropsException>(() => Synthesize(change, stream)).Message;

    private (int Tries, int Age) LimitsUnder(ConstructDefaults defaults, int hours)
    {
        using (new Under(defaults))
        {
            var mapping = Synthesize(stream: new DataStreamProps { Retention = TimeSpan.FromHours(hours) })
                .OnlyProperties("AWS::Lambda::EventSourceMapping");
            return (mapping["MaximumRetryAttempts"]!.GetValue<int>(), mapping["MaximumRecordAgeInSeconds"]!.GetValue<int>());
        }
    }

    private SynthesizedTemplate Plain => cdk.Once("a plain ETL consumer", () => Synthesize());

    private SynthesizedTemplate Synthesize(
        Func<EtlConsumerProps, EtlConsumerProps>? change = null, DataStreamProps? stream = null, Action<EtlConsumer>? with = null)
    {
        var stack = cdk.NewStack();
        var props = new EtlConsumerProps
        {
            Stream = new DataStream(stack, "Clicks", stream),
            AssetDirectory = cdk.Published("Clicks"),
            Handler = Handler,
        };
        var etl = new EtlConsumer(stack, "Etl", change is null ? props : change(props));
        with?.Invoke(etl);
        return CdkFixture.Synthesize(stack);
    }
}
