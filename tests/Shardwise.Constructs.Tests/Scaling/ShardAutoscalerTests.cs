using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shardwise.Scaling;
using Shouldly;
using Stream = Amazon.CDK.AWS.Kinesis.Stream;
using StreamProps = Amazon.CDK.AWS.Kinesis.StreamProps;

namespace Shardwise.Constructs.Tests.Scaling;

[Collection(CdkFixture.Name)]
public sealed class ShardAutoscalerTests(CdkFixture cdk)
{
    private static readonly ShardEvent Sale = new() { MinShards = 8, From = new DateTime(2026, 11, 27, 17, 30, 0), Until = new DateTime(2026, 11, 29, 2, 0, 0) };

    [Fact]
    public void An_autoscaler_looks_as_approved() =>
        Plain.Snapshot()
            .ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void The_scaler_reads_what_the_rule_writes()
    {
        var detail = Event(new ShardScaling { MinShards = 2, MaxShards = 10_000, Setting = ScalingSetting.Safe, Headroom = 0.25 })["detail"];

        var target = detail.Deserialize<ScalingTarget>()!;

        target.ShouldBe(new ScalingTarget { StreamName = "clicks-1", MinShards = 2, MaxShards = 10_000, Setting = "safe", Headroom = 0.25 });
        target.Validate();
    }

    [Fact]
    public void The_rule_says_all_that_the_target_has() =>
        Event(new ShardScaling { MaxShards = 8, UpdateShardCountOnly = true, ReshardsADay = 12, Events = [Sale] })["detail"]!.AsObject().Select(property => property.Key)
            .Append("warmThroughput").ShouldBe(
                // What only follows from others is in no JSON.
                typeof(ScalingTarget).GetProperties().Where(property => property.CanWrite).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
                ignoreOrder: true);

    [Fact]
    public void The_defaults_of_the_constructs_are_those_of_the_scaler() =>
        Event(new ShardScaling { MaxShards = 8 })["detail"].Deserialize<ScalingTarget>()
            .ShouldBe(new ScalingTarget { StreamName = "clicks-1", MinShards = 1, MaxShards = 8 });

    [Fact]
    public void The_scaler_gets_a_scheduled_event_with_the_minute_it_is_for()
    {
        var body = Event(new ShardScaling { MaxShards = 8 });

        body["id"]!.ToString().ShouldBe("$.id");
        body["time"]!.ToString().ShouldBe("$.time");
        body["source"]!.ToString().ShouldBe("aws.events");
        body["detail-type"]!.ToString().ShouldBe("Scheduled Event");
    }

    [Fact]
    public void The_scaler_may_do_what_it_does_and_nothing_else() => Plain.Allowed().ShouldBe(
    [
        "Allow cloudwatch:GetMetricData on *",
        "Allow kinesis:AddTagsToStream on {ClicksStream.Arn}",
        "Allow kinesis:DescribeLimits on *",
        "Allow kinesis:DescribeStreamSummary on {ClicksStream.Arn}",
        "Allow kinesis:DisableEnhancedMonitoring on *",
        "Allow kinesis:EnableEnhancedMonitoring on *",
        "Allow kinesis:ListShards on {ClicksStream.Arn}",
        "Allow kinesis:ListStreamConsumers on {ClicksStream.Arn}",
        "Allow kinesis:ListTagsForStream on {ClicksStream.Arn}",
        "Allow kinesis:MergeShards on {ClicksStream.Arn}",
        "Allow kinesis:SplitShard on {ClicksStream.Arn}",
        "Allow kinesis:UpdateShardCount on {ClicksStream.Arn}",
        "Allow logs:CreateLogStream on {AutoscalerLogs.Arn}",
        "Allow logs:PutLogEvents on {AutoscalerLogs.Arn}",
    ]);

    [Fact]
    public void The_role_has_no_managed_policy_and_its_one_wildcard_has_a_reason()
    {
        var template = Plain;

        template.OnlyProperties("AWS::IAM::Role")["ManagedPolicyArns"].ShouldBeNull();
        var suppression = template.Only("AWS::IAM::Policy")["Metadata"]!["cdk_nag"]!["rules_to_suppress"]!.AsArray().ShouldHaveSingleItem()!;
        suppression["id"]!.ToString().ShouldBe("AwsSolutions-IAM5");
        suppression["reason"]!.ToString().ShouldBe(
            "cloudwatch:GetMetricData, kinesis:DescribeLimits, kinesis:EnableEnhancedMonitoring and kinesis:DisableEnhancedMonitoring have no "
            + "resource-level permissions; "
            + "every other statement names its resource.");
    }

    [Fact]
    public void A_missed_minute_is_not_acted_on_later()
    {
        var template = Plain;

        var rule = Scheduled(template);
        rule["ScheduleExpression"]!.ToString().ShouldBe("rate(1 minute)");
        rule["Targets"]![0]!["RetryPolicy"]!.ToJsonString().ShouldBe("""{"MaximumEventAgeInSeconds":60,"MaximumRetryAttempts":1}""");
        var invocation = template.OnlyProperties("AWS::Lambda::EventInvokeConfig");
        invocation["MaximumEventAgeInSeconds"]!.GetValue<int>().ShouldBe(60);
        invocation["MaximumRetryAttempts"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public void An_alarm_on_throttled_writes_calls_the_scaler_at_once_with_the_same_target()
    {
        var template = Plain;

        var rule = AtOnce(template);

        rule["EventPattern"]!["detail"]!.ToJsonString().ShouldBe("""{"state":{"value":["ALARM"]}}""");
        SynthesizedTemplate.Plain(rule["EventPattern"]!["resources"]![0]!).ShouldBe("{AutoscalerClicksStreamThrottled.Arn}");
        var body = Event(rule);
        body["detail-type"]!.ToString().ShouldBe("Shardwise Alarm");
        body["time"]!.ToString().ShouldBe("$.time");
        body["detail"]!.ToJsonString().ShouldBe(Event(Scheduled(template))["detail"]!.ToJsonString());
    }

    [Fact]
    public void Floors_travel_to_the_scaler()
    {
        var floor = new ShardFloor { MinShards = 40, From = new TimeOnly(18, 0), Until = new TimeOnly(23, 0), TimeZone = "Europe/Berlin" };

        var target = Event(new ShardScaling { MaxShards = 64, Floors = [floor] })["detail"].Deserialize<ScalingTarget>()!;

        target.Validate();
        target.Floors.ShouldHaveSingleItem()
            .ShouldBe(new ScheduledFloor { MinShards = 40, From = "18:00", Until = "23:00", TimeZone = "Europe/Berlin" });
    }

    [Fact]
    public void Calendars_travel_to_the_scaler()
    {
        var floor = new ShardFloor
        {
            MinShards = 40, From = new TimeOnly(18, 0), Until = new TimeOnly(2, 0), TimeZone = "Europe/Berlin", Days = [DayOfWeek.Saturday, DayOfWeek.Friday],
            FirstDate = new DateOnly(2026, 12, 1), LastDate = new DateOnly(2026, 12, 24),
        };

        var target = Event(new ShardScaling { MaxShards = 64, Floors = [floor], Events = [Sale with { TimeZone = "Europe/Berlin" }] })["detail"].Deserialize<ScalingTarget>()!;

        target.Validate();
        var read = target.Floors.ShouldHaveSingleItem();
        read.Days.ShouldBe(["fri", "sat"]);
        (read.From, read.Until, read.FirstDate, read.LastDate).ShouldBe(("18:00", "02:00", "2026-12-01", "2026-12-24"));
        target.Events.ShouldHaveSingleItem()
            .ShouldBe(new ScheduledEvent { MinShards = 8, From = "2026-11-27T17:30", Until = "2026-11-29T02:00", TimeZone = "Europe/Berlin" });
    }

    [Fact]
    public void A_calendar_that_cannot_be_is_refused() =>
        Refusal(new ShardScaling
        {
            MaxShards = 8,
            Floors = [new ShardFloor { MinShards = 4, From = default, Until = default, FirstDate = new DateOnly(2026, 12, 24), LastDate = new DateOnly(2026, 12, 1) }],
            Events = [Sale with { MinShards = 9, Until = new DateTime(2026, 11, 27, 17, 30, 0) }, Sale with { From = new DateTime(2026, 11, 27, 17, 30, 0, DateTimeKind.Utc) }],
        }).ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              Floors[0].LastDate is 2026-12-01; allowed: FirstDate, which is 2026-12-24, or later.
              Events[0].MinShards is 9; allowed: a whole number from 1 to 8.
              Events[0].Until is 2026-11-27T17:30; allowed: a time after From, which is 2026-11-27T17:30.
              Events[1].From and Until is of this machine's clock or of UTC; allowed: times of the clock of TimeZone, as new DateTime(2026, 11, 27, 17, 30, 0).
            """);

    [Fact]
    public void A_floor_above_the_maximum_or_in_no_time_zone_is_refused() =>
        Refusal(new ShardScaling
        {
            MaxShards = 8,
            Floors = [new ShardFloor { MinShards = 9, From = default, Until = default, TimeZone = "Mars/Olympus" }],
        }).ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              Floors[0].MinShards is 9; allowed: a whole number from 1 to 8.
              Floors[0].TimeZone is Mars/Olympus; allowed: an IANA time zone such as Europe/Berlin.
            """);

    [Theory]
    [InlineData("ShardQuotaReached")]
    [InlineData("HotKey")]
    [InlineData("BudgetShort")]
    public void What_only_a_person_can_help_is_an_alarm_of_the_stream(string metric)
    {
        var alarm = Plain.Alarm(metric);

        alarm["Namespace"]!.ToString().ShouldBe("Shardwise");
        SynthesizedTemplate.Plain(alarm["Dimensions"]![0]!["Value"]!).ShouldBe("{ClicksStream}");
        alarm["TreatMissingData"]!.ToString().ShouldBe("notBreaching");
    }

    [Fact]
    public void The_function_runs_on_dotnet_10_on_arm()
    {
        var function = Plain.OnlyProperties("AWS::Lambda::Function");

        function["Runtime"]!.ToString().ShouldBe("dotnet10");
        function["Architectures"]!.ToJsonString().ShouldBe("""["arm64"]""");
        function["Handler"]!.ToString().ShouldBe("Shardwise.Scaler::Shardwise.Scaler.Function::HandleAsync");
        function["MemorySize"]!.GetValue<int>().ShouldBe(512);
        function["Timeout"]!.GetValue<int>().ShouldBe(60);
        function["Environment"].ShouldBeNull();
    }

    [Fact]
    public void One_autoscaler_watches_several_streams_also_of_one_name_in_two_scopes()
    {
        var stack = cdk.NewStack();
        var autoscaler = new ShardAutoscaler(stack, "Autoscaler");
        foreach (var scope in (string[])["Web", "App"])
            autoscaler.Watch(new DataStream(new global::Constructs.Construct(stack, scope), "Clicks"), new ShardScaling { MaxShards = 8 });
        autoscaler.Watch(Stream.FromStreamArn(stack, "Old", "arn:aws:kinesis:eu-west-1:111122223333:stream/old"), new ShardScaling { MaxShards = 4 });

        var template = CdkFixture.Synthesize(stack);

        template.Resources("AWS::Events::Rule").Count.ShouldBe(6);
        template.Resources("AWS::Lambda::Permission").Count.ShouldBe(6);
        template.Resources("AWS::Lambda::Function").Count.ShouldBe(1);
        template.Allowed().Where(line => line.Contains("UpdateShardCount")).ShouldBe(
        [
            "Allow kinesis:UpdateShardCount on arn:aws:kinesis:eu-west-1:111122223333:stream/old",
            "Allow kinesis:UpdateShardCount on {AppClicksStream.Arn}",
            "Allow kinesis:UpdateShardCount on {WebClicksStream.Arn}",
        ]);
    }

    [Fact]
    public void Every_alarm_names_the_function_it_watches() =>
        Plain.AlarmedMetrics().Where(alarm => alarm.StartsWith("AWS/Lambda", StringComparison.Ordinal))
            .ShouldBe(
        [
            "AWS/Lambda Errors Sum FunctionName={AutoscalerFunction}",
            "AWS/Lambda Invocations Sum FunctionName={AutoscalerFunction}",
        ]);

    [Fact]
    public void A_fleet_is_called_by_one_rule_a_group_whose_event_has_all_its_streams()
    {
        var stack = cdk.NewStack();
        var autoscaler = new ShardAutoscaler(stack, "Autoscaler", new ShardAutoscalerProps { Fleet = true });
        for (var i = 0; i < 53; i++)
            autoscaler.Watch(Stream.FromStreamArn(stack, $"S{i}", $"arn:aws:kinesis:eu-west-1:111122223333:stream/s{i}"), new ShardScaling { MaxShards = 8 + i });
        autoscaler.Watch(new DataStream(stack, "Clicks"), new ShardScaling { MinShards = Token.AsNumber(Fn.Ref("Least")), MaxShards = 8 });
        var template = CdkFixture.Synthesize(stack);

        template.OnlyProperties("AWS::Lambda::Function")["Handler"]!.ToString().ShouldBe("Shardwise.Scaler::Shardwise.Scaler.Function::HandleFleetAsync");
        var scheduled = template.Resources("AWS::Events::Rule").Values.Where(rule => rule["Properties"]!["ScheduleExpression"] is not null)
            .Select(rule => Event(rule["Properties"]!)["detail"]!).OrderBy(detail => detail["group"]!.GetValue<int>()).ToList();
        scheduled.Count.ShouldBe(2);
        scheduled.ShouldAllBe(detail => detail["groups"]!.GetValue<int>() == 2);
        scheduled[0]["streams"]!.AsArray().Count.ShouldBe(50);
        var second = scheduled[1]["streams"]!.AsArray();
        second[3]!["minShards"]!.ToString().ShouldBe("{Least}");
        second.Take(3).Select(stream => stream.Deserialize<ScalingTarget>()!).Select(target => (target.StreamName, target.MaxShards)).ShouldBe([("s50", 58), ("s51", 59), ("s52", 60)]);
        template.AlarmedMetrics().Count(alarm => alarm.Contains("ScalerName={AutoscalerFunction}")).ShouldBe(3);
        // One a stream that calls at once, five of the scaler, and five that the one DataStream has of its own.
        template.Resources("AWS::CloudWatch::Alarm").Count.ShouldBe(54 + 5 + 5);
    }

    [Fact]
    public void A_group_of_a_fleet_is_closed_before_its_event_outgrows_what_EventBridge_takes()
    {
        var stack = cdk.NewStack();
        var autoscaler = new ShardAutoscaler(stack, "Autoscaler", new ShardAutoscalerProps { Fleet = true });
        var floors = Enumerable.Range(0, 12).Select(hour => new ShardFloor { MinShards = 4, From = new TimeOnly(hour, 0), Until = new TimeOnly(hour, 30), TimeZone = "Europe/Berlin" }).ToList();
        for (var i = 0; i < 12; i++)
            autoscaler.Watch(new DataStream(new global::Constructs.Construct(stack, $"Scope{i}"), "Clicks"), new ShardScaling { MaxShards = 8, Floors = floors });

        var lengths = CdkFixture.Synthesize(stack).Resources("AWS::Events::Rule").Values.Select(rule => rule["Properties"]!["Targets"]![0]!["InputTransformer"]!["InputTemplate"]!).Select(template => SynthesizedTemplate.Plain(template).Length).ToList();

        lengths.Count.ShouldBeGreaterThan(12 + 1);
        lengths.Max().ShouldBeLessThan(8_192);
    }

    [Fact]
    public void Notices_go_by_the_function_s_answer_and_the_account_s_event_bus_to_a_topic()
    {
        var stack = cdk.NewStack();
        new ShardAutoscaler(stack, "Autoscaler", new ShardAutoscalerProps { Notices = new Amazon.CDK.AWS.SNS.Topic(stack, "Reshards") })
            .Watch(new DataStream(stack, "Clicks"), new ShardScaling { MaxShards = 8 });
        var template = CdkFixture.Synthesize(stack);

        SynthesizedTemplate.Plain(template.OnlyProperties("AWS::Lambda::EventInvokeConfig")["DestinationConfig"]!["OnSuccess"]!["Destination"]!).ShouldEndWith(":event-bus/default");
        var rule = template.Resources("AWS::Events::Rule").Values.Single(rule => rule["Properties"]!["EventPattern"]?["source"]?[0]?.ToString() == "lambda")["Properties"]!;
        rule["EventPattern"]!["detail"]!["responsePayload"]!.ToJsonString().ShouldBe("""{"text":[{"exists":true}]}""");
        SynthesizedTemplate.Plain(rule["EventPattern"]!["detail"]!["requestContext"]!["functionArn"]![0]!["prefix"]!).ShouldBe("{AutoscalerFunction.Arn}");
        rule["Targets"]![0]!["InputTransformer"]!["InputPathsMap"]!.ToJsonString().ShouldContain("$.detail.responsePayload.text");
        template.Allowed().ShouldContain(line => line.StartsWith("Allow events:PutEvents on "));
    }

    [Fact]
    public void By_the_newest_defaults_the_graph_of_load_marks_reshards()
    {
        string Load()
        {
            var stack = cdk.NewStack();
            var autoscaler = new ShardAutoscaler(stack, "Autoscaler");
            autoscaler.Watch(new DataStream(stack, "Clicks"), new ShardScaling { MaxShards = 8 });
            _ = new Shardwise.Constructs.Monitoring.StreamingDashboard(stack, "Dashboard", new Shardwise.Constructs.Monitoring.StreamingDashboardProps { Parts = [autoscaler] });
            return SynthesizedTemplate.Plain(CdkFixture.Synthesize(stack).OnlyProperties("AWS::CloudWatch::Dashboard")["DashboardBody"]!);
        }

        Load().ShouldNotContain("reshard up");
        using var newest = new Defaults.Under(Shardwise.Constructs.Defaults.ConstructDefaults.V2);
        var body = Load();
        body.ShouldContain("\"label\":\"reshard up\",\"expression\":\"IF(ups > 0, shards * 1)\"");
        body.ShouldContain("\"label\":\"reshard down\"");
    }

    [Fact]
    public void A_failure_is_said_within_three_minutes_by_the_newest_defaults()
    {
        var before = Plain.Alarm("Errors");
        (before["DatapointsToAlarm"]!.GetValue<int>(), before["EvaluationPeriods"]!.GetValue<int>()).ShouldBe((3, 5));
        using var newest = new Defaults.Under(Shardwise.Constructs.Defaults.ConstructDefaults.V2);
        var alarm = Synthesize(new ShardScaling { MaxShards = 8 }).Alarm("Errors");
        (alarm["DatapointsToAlarm"]!.GetValue<int>(), alarm["EvaluationPeriods"]!.GetValue<int>()).ShouldBe((2, 3));
    }

    [Fact]
    public void A_scaler_that_does_not_run_at_all_is_an_alarm_too()
    {
        var alarm = Plain.Alarm("Invocations");

        alarm["ComparisonOperator"]!.ToString().ShouldBe("LessThanThreshold");
        alarm["TreatMissingData"]!.ToString().ShouldBe("breaching");
    }

    [Fact]
    public void The_log_is_kept_for_a_while_and_not_forever() =>
        Plain.OnlyProperties("AWS::Logs::LogGroup")["RetentionInDays"]!.GetValue<int>().ShouldBe(90);

    [Fact]
    public void A_stream_on_demand_is_refused()
    {
        var stack = cdk.NewStack();
        var autoscaler = new ShardAutoscaler(stack, "Autoscaler");
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { Mode = StreamMode.ON_DEMAND });

        Should.Throw<InvalidPropsException>(() => autoscaler.Watch(stream, new ShardScaling { MaxShards = 8 })).Message.ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              The stream's Mode is ON_DEMAND; allowed: PROVISIONED, since Kinesis itself sizes a stream that is on demand; or WarmThroughput = true, which holds what such a stream takes at once.
            """);
    }

    [Fact]
    public void The_warm_throughput_of_a_stream_on_demand_looks_as_approved() =>
        Warm(new ShardScaling { MinShards = 20, MaxShards = 400, WarmThroughput = true, Events = [Sale with { MinShards = 200 }] }).Snapshot()
            .ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void The_scaler_of_warm_throughput_may_do_what_it_does_and_nothing_else() => Warm(new ShardScaling { MaxShards = 8, WarmThroughput = true }).Allowed().ShouldBe(
    [
        "Allow cloudwatch:GetMetricData on *",
        "Allow kinesis:AddTagsToStream on {ClicksStream.Arn}",
        "Allow kinesis:DescribeAccountSettings on *",
        "Allow kinesis:DescribeLimits on *",
        "Allow kinesis:DescribeStreamSummary on {ClicksStream.Arn}",
        "Allow kinesis:DisableEnhancedMonitoring on *",
        "Allow kinesis:EnableEnhancedMonitoring on *",
        "Allow kinesis:ListStreamConsumers on {ClicksStream.Arn}",
        "Allow kinesis:ListTagsForStream on {ClicksStream.Arn}",
        "Allow kinesis:UpdateStreamWarmThroughput on {ClicksStream.Arn}",
        "Allow logs:CreateLogStream on {AutoscalerLogs.Arn}",
        "Allow logs:PutLogEvents on {AutoscalerLogs.Arn}",
    ]);

    [Fact]
    public void The_scaler_reads_the_target_of_warm_throughput()
    {
        var template = Warm(new ShardScaling { MinShards = 20, MaxShards = 10_240, WarmThroughput = true });

        var target = Event(Scheduled(template))["detail"].Deserialize<ScalingTarget>()!;

        target.ShouldBe(new ScalingTarget { StreamName = "clicks-1", MinShards = 20, MaxShards = 10_240, WarmThroughput = true });
        target.Validate();
        Event(AtOnce(template))["detail"]!.ToJsonString().ShouldBe(Event(Scheduled(template))["detail"]!.ToJsonString());
    }

    [Fact]
    public void One_alarm_says_that_a_stream_cannot_be_warmed_and_none_speaks_of_shards()
    {
        var template = Warm(new ShardScaling { MaxShards = 8, WarmThroughput = true });

        template.Alarm("WarmThroughputRefused")["AlarmDescription"]!.ToString().ShouldBe(
            "Clicks: its warm throughput cannot be set. The scaler's log says why; without On-demand Advantage in the account (MinimumThroughputBillingCommitment) "
            + "nothing can be warmed.");
        template.Resources("AWS::CloudWatch::Alarm").Values.Select(alarm => alarm["Properties"]!)
            .Where(alarm => alarm["Namespace"]?.ToString() == "Shardwise").Select(alarm => alarm["MetricName"]!.ToString()).ShouldBe(["WarmThroughputRefused"]);
    }

    [Fact]
    public void A_fleet_has_one_alarm_for_all_that_cannot_be_warmed_and_one_statement_for_the_account()
    {
        var stack = cdk.NewStack();
        var autoscaler = new ShardAutoscaler(stack, "Autoscaler", new ShardAutoscalerProps { Fleet = true });
        foreach (var name in (string[])["Clicks", "Orders"])
            autoscaler.Watch(new DataStream(stack, name, new DataStreamProps { Mode = StreamMode.ON_DEMAND }), new ShardScaling { MaxShards = 8, WarmThroughput = true });

        var template = CdkFixture.Synthesize(stack);

        template.Alarm("WarmThroughputRefused")["Dimensions"]!.ToJsonString().ShouldContain("ScalerName");
        template.Allowed().Count(statement => statement == "Allow kinesis:DescribeAccountSettings on *").ShouldBe(1);
    }

    [Fact]
    public void What_is_of_shards_alone_is_refused_beside_warm_throughput() =>
        Refusal(
            stack => new Stream(stack, "Clicks", new StreamProps { StreamMode = StreamMode.PROVISIONED }),
            new ShardScaling { MaxShards = 10_241, WarmThroughput = true, UpdateShardCountOnly = true, ReshardsADay = 3 })
            .ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              The stream's Mode is PROVISIONED; allowed: ON_DEMAND, since no other has WarmThroughput.
              UpdateShardCountOnly is given; allowed: nothing, since WarmThroughput splits no shards.
              ReshardsADay is 3; allowed: nothing, since WarmThroughput splits no shards.
              MaxShards is 10,241; allowed: a whole number from 1 to 10,240.
            """);

    private SynthesizedTemplate Warm(ShardScaling scaling)
    {
        var stack = cdk.NewStack();
        new ShardAutoscaler(stack, "Autoscaler").Watch(new DataStream(stack, "Clicks", new DataStreamProps { Mode = StreamMode.ON_DEMAND }), scaling);
        return CdkFixture.Synthesize(stack);
    }

    [Fact]
    public void A_stream_on_demand_that_the_cdk_made_is_refused() =>
        Refusal(stack => new Stream(stack, "Clicks", new StreamProps { StreamMode = StreamMode.ON_DEMAND }), new ShardScaling { MaxShards = 8 })
            .ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              The stream's Mode is ON_DEMAND; allowed: PROVISIONED, since Kinesis itself sizes a stream that is on demand; or WarmThroughput = true, which holds what such a stream takes at once.
            """);

    [Fact]
    public void A_stream_is_watched_once()
    {
        var stack = cdk.NewStack();
        var autoscaler = new ShardAutoscaler(stack, "Autoscaler");
        var stream = new DataStream(stack, "Clicks");
        autoscaler.Watch(stream, new ShardScaling { MaxShards = 8 });

        Should.Throw<InvalidPropsException>(() => autoscaler.Watch(stream, new ShardScaling { MaxShards = 16 })).Message.ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              The stream is watched already; allowed: one ShardScaling a stream.
            """);
    }

    [Fact]
    public void A_minimum_above_the_maximum_is_refused() =>
        Refusal(new ShardScaling { MinShards = 9, MaxShards = 3 }).ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              MinShards is 9; allowed: at most MaxShards, which is 3.
            """);

    [Fact]
    public void All_violations_are_in_one_message() =>
        Refusal(new ShardScaling { MinShards = 0, MaxShards = 10_001, Headroom = 1.01 }).ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              MinShards is 0; allowed: a whole number from 1 to 10,000.
              MaxShards is 10,001; allowed: a whole number from 1 to 10,000.
              Headroom is 1.01; allowed: 0 to 1.
            """);

    [Theory]
    [InlineData(1, 1, 0, ScalingSetting.Lean)]
    [InlineData(10_000, 10_000, 1, ScalingSetting.Safe)]
    public void The_edges_of_the_ranges_are_allowed(int min, int max, double headroom, ScalingSetting setting) =>
        Event(new ShardScaling { MinShards = min, MaxShards = max, Headroom = headroom, Setting = setting })
            ["detail"].Deserialize<ScalingTarget>()!.Validate();

    private static JsonNode Scheduled(SynthesizedTemplate template) =>
        Assert.Single(template.Resources("AWS::Events::Rule").Values, rule => rule["Properties"]!["ScheduleExpression"] is not null)["Properties"]!;

    private static JsonNode AtOnce(SynthesizedTemplate template) =>
        Assert.Single(template.Resources("AWS::Events::Rule").Values, rule => rule["Properties"]!["EventPattern"] is not null)["Properties"]!;

    // By the first version of the defaults.
    private SynthesizedTemplate Plain => cdk.Once("a plain autoscaler", () => Synthesize(new ShardScaling { MaxShards = 8 }));

    private SynthesizedTemplate Synthesize(ShardScaling scaling)
    {
        var stack = cdk.NewStack();
        new ShardAutoscaler(stack, "Autoscaler").Watch(new DataStream(stack, "Clicks"), scaling);
        return CdkFixture.Synthesize(stack);
    }

    // What EventBridge would send: each <name> is replaced by what its path picks from the event, here by the path itself.
    private JsonNode Event(ShardScaling scaling) => Event(Scheduled(Synthesize(scaling)));

    private static JsonNode Event(JsonNode rule)
    {
        var input = rule["Targets"]![0]!["InputTransformer"]!;
        var text = SynthesizedTemplate.Plain(input["InputTemplate"]!).Replace("{ClicksStream}", "clicks-1");
        foreach (var (name, path) in input["InputPathsMap"]!.AsObject())
            text = text.Replace($"<{name}>", path!.ToJsonString());
        return JsonNode.Parse(text)!;
    }

    private string Refusal(ShardScaling scaling) => Refusal(stack => new Stream(stack, "Clicks"), scaling);

    private string Refusal(Func<Stack, IStream> stream, ShardScaling scaling)
    {
        var stack = cdk.NewStack();
        var autoscaler = new ShardAutoscaler(stack, "Autoscaler");
        var watched = stream(stack);
        return Should.Throw<InvalidPropsException>(() => autoscaler.Watch(watched, scaling)).Message;
    }
}
