using System.Diagnostics;
using System.Text.Json.Nodes;
using Shardwise.App;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Reference;

[Collection(CdkFixture.Name)]
public sealed class ReferenceStackTests(CdkFixture cdk)
{
    [Fact]
    public void The_reference_stack_looks_as_approved() =>
        CdkFixture.Synthesize(new ReferenceStack(cdk.NewApp(FeatureFlags()), "ShardwiseReference"))
            .Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    // The gates walk over its template, as over every other, and the table of metrics is held against its dashboard and alarms.
    [Fact]
    public void The_reference_stack_with_everything_on_looks_as_approved()
    {
        var settings = new ReferenceSettings { Everything = true, FlinkJar = "s3://example-code/clicks/clicks-1.4.jar" };

        CdkFixture.Synthesize(new ReferenceStack(cdk.NewApp(FeatureFlags()), "ShardwiseReference", settings))
            .Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());
    }

    [Fact]
    public void With_everything_on_every_alarm_for_people_tells_the_topic()
    {
        var approved = Path.Combine(
            CdkFixture.Root, "tests", "Shardwise.Constructs.Tests", "Reference", "Approved",
            "ReferenceStackTests.The_reference_stack_with_everything_on_looks_as_approved.approved.json");
        var template = new SynthesizedTemplate(JsonNode.Parse(File.ReadAllText(approved))!.AsObject());

        template.Resources("AWS::CloudWatch::Alarm").Where(alarm => alarm.Value["Properties"]!["AlarmActions"] is null)
            .Select(alarm => (string)alarm.Value["Properties"]!["AlarmDescription"]!)
            .ShouldAllBe(description => description.Contains("the shard autoscaler looks at once", StringComparison.Ordinal));
        template.Resources("AWS::KinesisAnalyticsV2::Application").Count.ShouldBe(2);
    }

    [Fact]
    public void The_stack_says_what_it_is_and_where_its_parts_are()
    {
        var template = CdkFixture.Synthesize(new ReferenceStack(cdk.NewApp(), "ShardwiseReference")).Root;

        ((string)template["Description"]!).ShouldBe("Clicks in a Kinesis stream that sizes itself, and from it in hourly objects of a bucket.");
        var outputs = template["Outputs"]!.AsObject();
        outputs.Select(output => output.Key).ShouldBe(
            ["StreamName", "BucketName", "DeadLetters", "AutoscalerFunctionName", "EtlFunctionName", "DeliveryStreamName", "DashboardAddress"]);
        outputs.ShouldAllBe(output => ((string)output.Value!["Description"]!).EndsWith('.'));
        outputs["DashboardAddress"]!["Value"]!.ToJsonString().ShouldContain(
            """
            ".console.aws.amazon.com/cloudwatch/home?region=",{"Ref":"AWS::Region"},"#dashboards/dashboard/"
            """);
    }

    [Fact]
    public void A_topic_of_the_context_hears_of_every_alarm_for_people_and_takes_the_place_of_one_that_is_made()
    {
        const string topic = "arn:aws:sns:eu-west-1:111122223333:on-call";
        foreach (var everything in (bool[])[false, true])
        {
            var settings = ReferenceSettings.FromContext(key => key == "alarmTopic" ? topic : null) with { Everything = everything };

            var template = CdkFixture.Synthesize(new ReferenceStack(cdk.NewApp(), "ShardwiseReference", settings));

            template.Resources("AWS::SNS::Topic").ShouldBeEmpty();
            var alarms = template.Resources("AWS::CloudWatch::Alarm").Where(alarm => !alarm.Key.Contains("Throttled", StringComparison.Ordinal)).ToList();
            alarms.Count.ShouldBeGreaterThan(15);
            alarms.ShouldAllBe(alarm => (string)alarm.Value["Properties"]!["AlarmActions"]![0]! == topic);
        }
    }

    [Fact]
    public void The_settings_are_read_from_the_context_as_numbers_and_as_text()
    {
        var context = new Dictionary<string, object>
        {
            ["minShards"] = "2",
            ["maxShards"] = 16.0,
            ["everything"] = "true",
            ["flinkJar"] = "s3://code/a/b.jar",
        };

        ReferenceSettings.FromContext(context.GetValueOrDefault).ShouldBe(
            new ReferenceSettings { MinShards = 2, MaxShards = 16, RetentionHours = 168, Everything = true, FlinkJar = "s3://code/a/b.jar" });
        ReferenceSettings.FromContext(key => key == "everything" ? true : null).Everything.ShouldBeTrue();
    }

    [Theory]
    [InlineData("minShards", "few", "The context value minShards is 'few'; allowed: a whole number.")]
    [InlineData("maxShards", "1.5", "The context value maxShards is '1.5'; allowed: a whole number.")]
    [InlineData("retentionHours", "", "The context value retentionHours is ''; allowed: a whole number.")]
    [InlineData("everything", "yes", "The context value everything is 'yes'; allowed: true or false.")]
    [InlineData("alarmTopic", "on-call", "The context value alarmTopic is 'on-call'; allowed: the ARN of a topic, arn:aws:sns:REGION:ACCOUNT:NAME.")]
    [InlineData("flinkJar", "clicks.jar", "The context value flinkJar is 'clicks.jar'; allowed: s3://BUCKET/KEY, with a bucket's name of 3 to 63 lower-case letters, digits, hyphens and dots.")]
    [InlineData("flinkJar", "s3://b/k.jar", "The context value flinkJar is 's3://b/k.jar'; allowed: s3://BUCKET/KEY, with a bucket's name of 3 to 63 lower-case letters, digits, hyphens and dots.")]
    [InlineData("flinkJar", "s3://My_Code/k.jar", "The context value flinkJar is 's3://My_Code/k.jar'; allowed: s3://BUCKET/KEY, with a bucket's name of 3 to 63 lower-case letters, digits, hyphens and dots.")]
    [InlineData("flinkJar", "s3://a..b/k.jar", "The context value flinkJar is 's3://a..b/k.jar'; allowed: s3://BUCKET/KEY, with a bucket's name of 3 to 63 lower-case letters, digits, hyphens and dots.")]
    [InlineData(
        "flinkJar", "s3://code/clicks",
        "FlinkApplication 'Analysis' has invalid properties:\n  Code is 'clicks'; allowed: a key that ends in .jar or .zip.")]
    [InlineData(
        "minShards", "0",
        "ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':\n  MinShards is 0; allowed: a whole number from 1 to 10,000.")]
    [InlineData(
        "minShards", "65",
        "ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':\n  MinShards is 65; allowed: at most MaxShards, which is 64.")]
    [InlineData(
        "retentionHours", "23",
        "DataStream 'Clicks' has invalid properties:\n  Retention is 23 h; allowed: whole hours, from 24 h to 8,760 h.")]
    public void A_bad_setting_is_one_clear_message(string key, string value, string message) =>
        Should.Throw<InvalidPropsException>(() =>
        {
            var settings = ReferenceSettings.FromContext(asked => asked == key ? value : null);
            return new ReferenceStack(cdk.NewApp(), "ShardwiseReference", settings);
        }).Message.ShouldBe(message);

    [Fact]
    public async Task The_app_says_the_message_alone_on_standard_error_and_exits_with_1()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Shardwise.App.dll")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["CDK_CONTEXT_JSON"] = """{"retentionHours":"23"}""";
        using var app = Process.Start(start)!;
        var output = app.StandardOutput.ReadToEndAsync();
        var error = await app.StandardError.ReadToEndAsync();
        await app.WaitForExitAsync();

        error.ShouldBe("DataStream 'Clicks' has invalid properties:\n  Retention is 23 h; allowed: whole hours, from 24 h to 8,760 h.\n");
        (await output).ShouldBeEmpty();
        app.ExitCode.ShouldBe(1);
    }

    private static Dictionary<string, object> FeatureFlags() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(CdkFixture.Root, "cdk.json")))!["context"]!.AsObject().ToDictionary(
            flag => flag.Key,
            flag => flag.Value is JsonArray several ? several.Select(item => item!.ToString()).ToArray() : (object)flag.Value!.GetValue<bool>());
}
