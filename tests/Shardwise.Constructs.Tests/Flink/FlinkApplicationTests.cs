using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Monitoring;
using Shouldly;

namespace Shardwise.Constructs.Tests.Flink;

[Collection(CdkFixture.Name)]
public sealed class FlinkApplicationTests(CdkFixture cdk)
{
    private const string Type = "AWS::KinesisAnalyticsV2::Application";

    // The CDK's own (alpha) application renders no configuration by default, which AwsSolutions-KDA3 cannot tell from checkpoints being off.
    [Fact]
    public void The_configuration_is_always_rendered()
    {
        var configuration = Make(parts => parts.Props).OnlyProperties(Type)["ApplicationConfiguration"]!;

        configuration["FlinkApplicationConfiguration"]!.ToJsonString().ShouldBe(
            """
            {"CheckpointConfiguration":{"CheckpointInterval":60000,"CheckpointingEnabled":true,"ConfigurationType":"CUSTOM",
            "MinPauseBetweenCheckpoints":5000},
            "MonitoringConfiguration":{"ConfigurationType":"CUSTOM","LogLevel":"INFO","MetricsLevel":"APPLICATION"},
            "ParallelismConfiguration":{"AutoScalingEnabled":true,"ConfigurationType":"CUSTOM","Parallelism":1,"ParallelismPerKPU":1}}
            """.ReplaceLineEndings(""));
        configuration["ApplicationSnapshotConfiguration"]!["SnapshotsEnabled"]!.GetValue<bool>().ShouldBeTrue();
        configuration["ApplicationSystemRollbackConfiguration"]!["RollbackEnabled"]!.GetValue<bool>().ShouldBeTrue();
    }

    // The CDK's own application reads the whole bucket of its code, and may use every network interface of the account.
    [Fact]
    public void The_role_may_read_its_own_code_and_streams_and_write_its_own_log_stream()
    {
        var template = Make(parts => parts.Props with { Sources = [parts.Stream("clicks")], Sinks = [parts.Stream("pages")] });

        template.Allowed().ShouldBe(
        [
            "Allow kinesis:DeregisterStreamConsumer on arn:aws:kinesis:eu-west-1:111122223333:stream/clicks/consumer/*",
            "Allow kinesis:DescribeStream on arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            "Allow kinesis:DescribeStreamConsumer on arn:aws:kinesis:eu-west-1:111122223333:stream/clicks/consumer/*",
            "Allow kinesis:DescribeStreamSummary on arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            "Allow kinesis:DescribeStreamSummary on arn:aws:kinesis:eu-west-1:111122223333:stream/pages",
            "Allow kinesis:GetRecords on arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            "Allow kinesis:GetShardIterator on arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            "Allow kinesis:ListShards on arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            "Allow kinesis:ListShards on arn:aws:kinesis:eu-west-1:111122223333:stream/pages",
            "Allow kinesis:ListStreamConsumers on arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            "Allow kinesis:PutRecord on arn:aws:kinesis:eu-west-1:111122223333:stream/pages",
            "Allow kinesis:PutRecords on arn:aws:kinesis:eu-west-1:111122223333:stream/pages",
            "Allow kinesis:RegisterStreamConsumer on arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            "Allow kinesis:SubscribeToShard on arn:aws:kinesis:eu-west-1:111122223333:stream/clicks/consumer/*",
            "Allow logs:DescribeLogGroups on arn:{AWS::Partition}:logs:{AWS::Region}:{AWS::AccountId}:log-group:*",
            "Allow logs:DescribeLogStreams on arn:{AWS::Partition}:logs:{AWS::Region}:{AWS::AccountId}:log-group:{ClicksLogs}:*",
            "Allow logs:PutLogEvents on arn:{AWS::Partition}:logs:{AWS::Region}:{AWS::AccountId}:log-group:{ClicksLogs}:log-stream:application",
            "Allow s3:GetObject on arn:{AWS::Partition}:s3:::example-code/clicks/clicks-1.4.jar",
        ],
        ignoreOrder: true);
    }

    // The CDK's own application and the Streaming Data Solution allow making and removing network interfaces on '*'.
    [Fact]
    public void In_a_VPC_only_descriptions_are_allowed_on_everything()
    {
        var template = Make(parts => parts.Props with { Vpc = parts.Vpc() });

        template.Allowed().Where(line => line.EndsWith(" on *", StringComparison.Ordinal)).ShouldAllBe(line => line.StartsWith("Allow ec2:Describe"));
        template.Allowed().Where(line => line.Contains("NetworkInterface", StringComparison.Ordinal) && !line.Contains("Describe")).ShouldBe(
        [
            "Allow ec2:CreateNetworkInterface on arn:{AWS::Partition}:ec2:{AWS::Region}:{AWS::AccountId}:network-interface/*",
            "Allow ec2:CreateNetworkInterface on arn:{AWS::Partition}:ec2:{AWS::Region}:{AWS::AccountId}:security-group/sg-00000001",
            "Allow ec2:CreateNetworkInterface on arn:{AWS::Partition}:ec2:{AWS::Region}:{AWS::AccountId}:subnet/subnet-00000001",
            "Allow ec2:CreateNetworkInterface on arn:{AWS::Partition}:ec2:{AWS::Region}:{AWS::AccountId}:subnet/subnet-00000002",
            "Allow ec2:CreateNetworkInterfacePermission on arn:{AWS::Partition}:ec2:{AWS::Region}:{AWS::AccountId}:network-interface/*",
            "Allow ec2:DeleteNetworkInterface on arn:{AWS::Partition}:ec2:{AWS::Region}:{AWS::AccountId}:network-interface/*",
        ],
        ignoreOrder: true);
        var condition = template.OnlyProperties("AWS::IAM::Policy")["PolicyDocument"]!["Statement"]!.AsArray()
            .Single(statement => statement!["Condition"] is not null)!["Condition"]!["ArnEquals"]!["ec2:Subnet"]!.AsArray();
        condition.Select(subnet => SynthesizedTemplate.Plain(subnet!).Split('/')[^1]).ShouldBe(["subnet-00000001", "subnet-00000002"]);
    }

    // The Streaming Data Solution does by functions of its own what CloudFormation has had properties for since.
    [Fact]
    public void Nothing_is_done_by_a_custom_resource()
    {
        var template = Make(parts => parts.Props with { Vpc = parts.Vpc() });

        template.Types().ShouldNotContain(type => type.StartsWith("Custom::") || type.StartsWith("AWS::Lambda") || type.Contains("CustomResource"));
    }

    // A role without its policy fails the creation now and then (aws-cdk #10783 for delivery streams): the code is read then.
    [Fact]
    public void The_application_is_created_after_its_policy() =>
        Make(parts => parts.Props).Only(Type)["DependsOn"]!.ToJsonString().ShouldMatch("""^\["ClicksPolicy[0-9A-F]{8}"\]$""");

    [Fact]
    public void The_log_ends_after_a_month() =>
        ((int)Make(parts => parts.Props).OnlyProperties("AWS::Logs::LogGroup")["RetentionInDays"]!).ShouldBe(30);

    // The CDK's own application has no property for it.
    [Fact]
    public void A_key_of_your_own_encrypts_the_application() =>
        Make(parts => parts.Props with { EncryptionKey = parts.Key }).OnlyProperties(Type)["ApplicationConfiguration"]![
            "ApplicationEncryptionConfiguration"]!.ToJsonString().ShouldBe(
                """{"KeyType":"CUSTOMER_MANAGED_KEY","KeyId":"arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666"}""");

    [Fact]
    public void The_keys_of_the_streams_are_used_through_Kinesis_alone()
    {
        var statements = Make(parts => parts.Props with { Sources = [parts.Stream("clicks", parts.Key)], Sinks = [parts.Stream("pages", parts.Key)] })
            .OnlyProperties("AWS::IAM::Policy")["PolicyDocument"]!["Statement"]!.AsArray()
            .Where(statement => statement!["Condition"] is not null).ToArray();

        statements.Select(statement => (string)statement!["Action"]![0]!).ShouldBe(["kms:Decrypt", "kms:GenerateDataKey"], ignoreOrder: true);
        foreach (var statement in statements)
            SynthesizedTemplate.Plain(statement!["Condition"]!["StringEquals"]!["kms:ViaService"]!)
                .ShouldBe("kinesis.{AWS::Region}.{AWS::URLSuffix}");
    }

    // Run configuration, the maintenance window and rollback are wanted of the CDK and not there.
    [Fact]
    public void How_a_change_is_rolled_out_can_be_said()
    {
        var application = Make(parts => parts.Props with
        {
            Restore = FlinkRestore.Latest,
            AllowNonRestoredState = true,
            MaintenanceWindowStart = new TimeOnly(2, 30),
            SystemRollback = false,
        }).OnlyProperties(Type);

        application["RunConfiguration"]!.ToJsonString().ShouldBe(
            """
            {"ApplicationRestoreConfiguration":{"ApplicationRestoreType":"RESTORE_FROM_LATEST_SNAPSHOT"},
            "FlinkRunConfiguration":{"AllowNonRestoredState":true}}
            """.ReplaceLineEndings(""));
        application["ApplicationMaintenanceConfiguration"]!["ApplicationMaintenanceWindowStartTime"]!.GetValue<string>().ShouldBe("02:30");
        application["ApplicationConfiguration"]!["ApplicationSystemRollbackConfiguration"]!["RollbackEnabled"]!.GetValue<bool>().ShouldBeFalse();
    }

    // SQL applications cannot be made any more, and what is older than 1.18 should not.
    [Fact]
    public void Only_runtimes_that_can_still_be_chosen_are_offered() =>
        typeof(FlinkRuntime).GetProperties().Where(property => property.PropertyType == typeof(FlinkRuntime))
            .Select(property => ((FlinkRuntime)property.GetValue(null)!).Name)
            .ShouldBe(["FLINK-1_18", "FLINK-1_19", "FLINK-1_20", "FLINK-2_2", "FLINK-2_3"], ignoreOrder: true);

    [Fact]
    public void A_jar_of_this_machine_becomes_an_asset_that_the_role_may_read()
    {
        var jar = Path.Combine(cdk.Published("Clicks"), "clicks.jar");
        File.WriteAllText(jar, "jar");
        var template = Make(_ => new FlinkApplicationProps { Code = FlinkCode.FromAsset(jar) });

        var code = template.OnlyProperties(Type)["ApplicationConfiguration"]!["ApplicationCodeConfiguration"]!;
        var location = code["CodeContent"]!["S3ContentLocation"]!;
        var key = (string)location["FileKey"]!;
        key.ShouldEndWith(".jar", Case.Sensitive);
        template.Allowed().Where(line => line.Contains(" s3:", StringComparison.Ordinal)).ShouldBe(
            [$"Allow s3:GetObject on {SynthesizedTemplate.Plain(location["BucketARN"]!)}/{key}"]);
    }

    // fullRestarts is gone and downtime deprecated since Flink 2.2: cdk-monitoring-constructs' alarms on them have lost their series.
    [Theory]
    [InlineData("1", "downtime,fullRestarts")]
    [InlineData("2", "restartingTime,failingTime,numRestarts")]
    public void The_alarms_watch_what_the_runtime_reports(string version, string metrics) =>
        Watched(Make(parts => parts.Props with { Runtime = version == "1" ? FlinkRuntime.Flink118 : FlinkRuntime.Flink22 }))
            .Select(metric => (string)metric["MetricName"]!).ShouldBe(
                [
                    .. metrics.Split(','), "numberOfFailedCheckpoints", "lastCheckpointDuration", "containerCPUUtilization", "heapMemoryUtilization",
                ],
                ignoreOrder: true);

    // Solutions Constructs' alarms name no dimension, and one of the Streaming Data Solution puts an ARN in it: neither can ever fire rightly.
    [Fact]
    public void Every_alarm_names_the_application_by_its_name()
    {
        foreach (var metric in Watched(Make(parts => parts.Props)))
        {
            ((string)metric["Namespace"]!).ShouldBe("AWS/KinesisAnalytics");
            var dimension = metric["Dimensions"]!.AsArray().Single()!;
            $"{dimension["Name"]}={SynthesizedTemplate.Plain(dimension["Value"]!)}".ShouldBe("Application={Clicks}");
        }
    }

    // The Streaming Data Solution sets the count since the start against zero: its alarm never ends.
    [Fact]
    public void What_is_counted_since_the_start_is_watched_by_its_difference()
    {
        var expressions = Make(parts => parts.Props).Resources("AWS::CloudWatch::Alarm").Values
            .Where(alarm => alarm.ToJsonString().Contains("numberOfFailedCheckpoints") || alarm.ToJsonString().Contains("numRestarts"))
            .Select(alarm => (string)alarm["Properties"]!["Metrics"]![0]!["Expression"]!);

        expressions.ShouldBe(["DIFF(counted)", "DIFF(counted)"]);
    }

    // The Streaming Data Solution's alarms on records emitted treat silence as breaching: every idle stream wakes somebody.
    [Fact]
    public void An_idle_or_a_stopped_application_is_no_alarm()
    {
        var alarms = Make(parts => parts.Props).Resources("AWS::CloudWatch::Alarm").Values.ToArray();

        alarms.Length.ShouldBe(6);
        alarms.ShouldAllBe(alarm => (string)alarm["Properties"]!["TreatMissingData"]! == "notBreaching");
        alarms.ShouldAllBe(alarm => !alarm.ToJsonString().Contains("numRecords"));
    }

    [Theory]
    [InlineData(60, 30_000)]
    [InlineData(10, 5_000)]
    public void A_checkpoint_is_slow_when_it_takes_half_of_the_time_between_two(int seconds, int threshold) =>
        ((int)Make(parts => parts.Props with { Checkpoints = new() { Interval = TimeSpan.FromSeconds(seconds) } })
            .Alarm("lastCheckpointDuration")["Threshold"]!).ShouldBe(threshold);

    [Fact]
    public void Without_checkpoints_none_can_fail() =>
        Watched(Make(parts => parts.Props with { Checkpoints = new() { Enabled = false } }))
            .ShouldAllBe(metric => !((string)metric["MetricName"]!).Contains("heckpoint"));

    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 3)]
    public void Processors_are_in_trouble_when_scaling_had_its_time(bool scaling, int periods) =>
        ((int)Make(parts => parts.Props with { AutoScaling = scaling }).Alarm("containerCPUUtilization")["EvaluationPeriods"]!).ShouldBe(periods);

    [Fact]
    public void An_alarm_tells_the_topic_and_can_be_left_out()
    {
        var told = Make((stack, parts) => parts.Props with { Alarms = new AlarmSettings { Topic = new Topic(stack, "Duty") } });
        told.Resources("AWS::CloudWatch::Alarm").Values.ShouldAllBe(alarm => alarm["Properties"]!["AlarmActions"]![0]!["Ref"] != null);

        Make(parts => parts.Props with { Alarms = new AlarmSettings { Enabled = false } }).Resources("AWS::CloudWatch::Alarm").ShouldBeEmpty();
    }

    [Fact]
    public void Every_metric_has_the_name_as_its_dimension()
    {
        var application = FlinkApplication.FromName(cdk.NewStack(), "clicks");
        var helpers = typeof(FlinkMetrics).GetMethods()
            .Where(method => method.Name.Length > "Metric".Length && method.Name.StartsWith("Metric", StringComparison.Ordinal)).ToArray();

        helpers.Length.ShouldBe(33);
        foreach (var helper in helpers)
        {
            var metric = (Amazon.CDK.AWS.CloudWatch.Metric)helper.Invoke(null, [application, null])!;
            metric.Namespace.ShouldBe("AWS/KinesisAnalytics");
            metric.Dimensions!["Application"].ShouldBe("clicks");
            helper.Name.ToUpperInvariant().ShouldBe($"Metric{metric.MetricName}".ToUpperInvariant());
        }
    }

    [Fact]
    public void An_operator_may_start_and_stop_it_and_nothing_more()
    {
        var stack = cdk.NewStack();
        new FlinkApplication(stack, "Clicks", new FlinkParts(stack).Props).GrantOperate(new User(stack, "Operator"));

        const string arn = "arn:{AWS::Partition}:kinesisanalytics:{AWS::Region}:{AWS::AccountId}:application/{Clicks}";
        CdkFixture.Synthesize(stack).Allowed().Where(line => line.Contains("kinesisanalytics:", StringComparison.Ordinal)).ShouldBe(
        [
            $"Allow kinesisanalytics:CreateApplicationSnapshot on {arn}", $"Allow kinesisanalytics:DescribeApplication on {arn}",
            $"Allow kinesisanalytics:ListApplicationSnapshots on {arn}", $"Allow kinesisanalytics:StartApplication on {arn}",
            $"Allow kinesisanalytics:StopApplication on {arn}",
        ]);
    }

    // "Upgrade an existing application to enhanced snapshots": who stops or changes what runs has the service take one.
    [Theory]
    [InlineData(FlinkSnapshotMode.Enhanced, 1)]
    [InlineData(FlinkSnapshotMode.Legacy, 0)]
    public void An_operator_may_have_an_enhanced_snapshot_taken_where_there_are_any(FlinkSnapshotMode mode, int granted)
    {
        var stack = cdk.NewStack();
        var props = new FlinkParts(stack).Props with { SnapshotMode = mode };
        new FlinkApplication(stack, "Clicks", props).GrantOperate(new User(stack, "Operator"));

        var template = CdkFixture.Synthesize(stack);

        template.Allowed().Count(line => line.Contains(" kinesisanalytics:CreateSystemSnapshot ", StringComparison.Ordinal)).ShouldBe(granted);
        var snapshots = template.OnlyProperties("AWS::KinesisAnalyticsV2::Application")["ApplicationConfiguration"]!["ApplicationSnapshotConfiguration"]!;
        snapshots["SnapshotsEnabled"]!.GetValue<bool>().ShouldBeTrue();
        snapshots["SnapshotMode"]!.ToString().ShouldBe(granted == 1 ? "ENHANCED_SNAPSHOTS" : "APPLICATION_SNAPSHOTS_LEGACY");
    }

    [Fact]
    public void Something_else_is_granted_to_the_application_as_to_any_other()
    {
        var stack = cdk.NewStack();
        new Topic(stack, "Results").GrantPublish(new FlinkApplication(stack, "Clicks", new FlinkParts(stack).Props));

        CdkFixture.Synthesize(stack).Allowed().ShouldContain("Allow sns:Publish on {Results}");
    }

    // The Streaming Data Solution's notebook changes how the whole account's catalogue is encrypted.
    [Fact]
    public void A_notebook_makes_its_own_database_and_leaves_the_catalogue_as_it_is()
    {
        var stack = cdk.NewStack();
        _ = new FlinkStudio(stack, "Notebook");
        var template = CdkFixture.Synthesize(stack);

        template.Types().Where(type => type.StartsWith("AWS::Glue::", StringComparison.Ordinal)).ShouldBe(["AWS::Glue::Database"]);
        template.Allowed().Where(line => line.Contains("glue:GetTable ", StringComparison.Ordinal)).Select(line => line.Split(':')[^1]).ShouldBe(
            ["catalog", "database/{NotebookDatabase}", "table/{NotebookDatabase}/*", "userDefinedFunction/{NotebookDatabase}/*"]);
    }

    [Fact]
    public void Whoever_opens_a_notebook_may_start_and_stop_it()
    {
        var stack = cdk.NewStack();
        new FlinkStudio(stack, "Notebook").GrantOpen(new User(stack, "Analyst"));

        CdkFixture.Synthesize(stack).Allowed().Where(line => line.Contains("kinesisanalytics:", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1]).ShouldBe(
            [
                "kinesisanalytics:CreateApplicationPresignedUrl", "kinesisanalytics:DescribeApplication", "kinesisanalytics:StartApplication",
                "kinesisanalytics:StopApplication",
            ]);
    }

    [Fact]
    public void How_far_it_is_behind_its_streams_is_asked_of_all_of_them()
    {
        var template = Make(parts => parts.Props with { Sources = [parts.Stream("clicks")], MaxDelay = TimeSpan.FromMinutes(2) });

        var alarm = template.Resources("AWS::CloudWatch::Alarm")
            .Single(alarm => alarm.Key.Contains("DelayAlarm", StringComparison.Ordinal)).Value["Properties"]!;
        SynthesizedTemplate.Plain(alarm["Metrics"]![0]!["Expression"]!).ShouldBe(
            "SELECT MAX(millisBehindLatest) FROM \"AWS/KinesisAnalytics\" WHERE Application = '{Clicks}'");
        alarm["Metrics"]![0]!["Period"]!.GetValue<int>().ShouldBe(300);
        alarm["Threshold"]!.GetValue<int>().ShouldBe(120_000);
    }

    [Fact]
    public void An_application_without_a_stream_is_never_behind_one() =>
        Make(parts => parts.Props)
            .Resources("AWS::CloudWatch::Alarm").Keys.ShouldNotContain(id => id.Contains("DelayAlarm", StringComparison.Ordinal));

    private static JsonNode[] Watched(SynthesizedTemplate template) =>
        [.. template.Resources("AWS::CloudWatch::Alarm").Values.SelectMany(alarm => alarm["Properties"]!["Metrics"] is JsonArray metrics
            ? metrics.Where(metric => metric!["MetricStat"] is not null).Select(metric => metric!["MetricStat"]!["Metric"]!)
            : [alarm["Properties"]!])];

    private SynthesizedTemplate Make(Func<FlinkParts, FlinkApplicationProps> props) => Make((_, parts) => props(parts));

    private SynthesizedTemplate Make(Func<Stack, FlinkParts, FlinkApplicationProps> props)
    {
        var stack = cdk.NewStack();
        _ = new FlinkApplication(stack, "Clicks", props(stack, new FlinkParts(stack)));
        return CdkFixture.Synthesize(stack);
    }
}
