using System.Runtime.ExceptionServices;
using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Pipelines;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;
using KinesisStream = Amazon.CDK.AWS.Kinesis.Stream;

namespace Shardwise.Constructs.Tests.Monitoring;

/// <summary>A stream, and the scaler, topic, reader and dashboard that others share, each in any of three stacks.</summary>
[Collection(CdkFixture.Name)]
public sealed class SeveralStacksTests(CdkFixture cdk)
{
    private static readonly string[] Names = ["One", "Two", "Three"];

    // The stream is in the first stack, since the three have no other difference. A scaler beside the stream is shared with nobody.
    private static readonly Place[] All =
    [
        .. from place in Enumerable.Range(0, 81)
           from shared in place % 3 == 0 ? [false] : (bool[])[false, true]
           select new Place(shared, place % 3, place / 3 % 3, place / 9 % 3, place / 27),
    ];

    /// <summary>Where scaler, topic, reader and dashboard are.</summary>
    public static TheoryData<bool, int, int, int, int> Places
    {
        get
        {
            var places = new TheoryData<bool, int, int, int, int>();
            foreach (var (shared, scaler, topic, reader, dashboard) in All)
                places.Add(shared, scaler, topic, reader, dashboard);
            return places;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void References_run_one_way_wherever_each_is(bool shared, int scaler, int topic, int reader, int dashboard)
    {
        var all = cdk.Once($"all places with {(shared ? "a shared" : "a")} scaler in {Names[scaler]}", () => Arrange(shared, scaler));
        var arranged = all[new Place(shared, scaler, topic, reader, dashboard)];
        // The stream refers to its topic, and to a scaler that it was given: what reads it cannot be in the same stack as either.
        if (reader != 0 && (reader == topic || (reader == scaler && shared && topic != 0)))
        {
            var refused = arranged.Failure.ShouldBeOfType<InvalidPropsException>().Message;
            refused.ShouldStartWith("FanOutConsumer 'Search' cannot be made in stack", Case.Sensitive);
            refused.ShouldContain("since references between stacks run one way", Case.Sensitive);
            return;
        }

        if (arranged.Failure is not null)
            ExceptionDispatchInfo.Throw(arranged.Failure);
        var (templates, pages) = (arranged.Templates, arranged.Pages);

        // Each part is shown once, on the dashboard or on a page that it links to.
        var bodies = templates.SelectMany(template => template.Resources("AWS::CloudWatch::Dashboard").Values)
            .Select(resource => SynthesizedTemplate.Plain(resource["Properties"]!["DashboardBody"]!)).ToList();
        bodies.Count.ShouldBe(1 + pages);
        foreach (var title in (string[])["## Stream Clicks", "## Autoscaler Autoscaler", "## Consumer Search", "Clicks: load and capacity"])
            bodies.Count(body => body.Contains(title, StringComparison.Ordinal)).ShouldBe(1, title);
        bodies.Sum(body => body.Split("#dashboards:name=").Length - 1).ShouldBe(pages == 0 ? 0 : Linked(bodies));
        // The scaler calls for the stream, and may.
        templates.SelectMany(template => template.Resources("AWS::Events::Rule").Values).Count().ShouldBe(2);
        templates.SelectMany(template => template.Resources("AWS::Lambda::Permission").Values).Count().ShouldBe(2);
        templates.SelectMany(template => template.Allowed()).Count(line => line.Contains("UpdateShardCount", StringComparison.Ordinal)).ShouldBe(1);
        // Whoever is called by an alarm is told of all of them.
        templates.SelectMany(template => template.Resources("AWS::CloudWatch::Alarm").Values)
            .Count(alarm => alarm["Properties"]!["AlarmActions"] is null).ShouldBe(1);
    }

    [Fact]
    public void A_shared_scaler_only_receives()
    {
        var app = cdk.NewApp();
        var stacks = Names.Select(name => new Stack(app, name)).ToArray();
        var autoscaler = new ShardAutoscaler(stacks[0], "Autoscaler", new ShardAutoscalerProps { Shared = true });
        // Two streams of one id in two stacks, and one that the CDK imports.
        foreach (var stack in stacks[1..])
            autoscaler.Watch(new DataStream(stack, "Clicks"), new ShardScaling { MaxShards = 8 });
        autoscaler.Watch(
            KinesisStream.FromStreamArn(stacks[1], "Old", "arn:aws:kinesis:eu-west-1:111122223333:stream/old"), new ShardScaling { MaxShards = 4 });

        var templates = Templates(app);

        templates[0].Resources("AWS::Events::Rule").ShouldBeEmpty();
        templates[0].Types().ShouldNotContain("AWS::Lambda::Permission");
        templates[0].Allowed().ShouldNotContain(line => line.Contains("UpdateShardCount", StringComparison.Ordinal));
        templates[1].Resources("AWS::Events::Rule").Count.ShouldBe(4);
        templates[1].Allowed().Where(line => line.Contains("UpdateShardCount", StringComparison.Ordinal)).ShouldBe(
        [
            "Allow kinesis:UpdateShardCount on arn:aws:kinesis:eu-west-1:111122223333:stream/old",
            "Allow kinesis:UpdateShardCount on {ClicksStream.Arn}",
        ]);
        stacks[1].Dependencies.ShouldBe([stacks[0]]);
        stacks[0].Dependencies.ShouldBeEmpty();
    }

    [Fact]
    public void A_stream_of_another_stack_than_its_scaler_looks_as_approved()
    {
        var app = cdk.NewApp();
        var (shared, own) = (new Stack(app, "Shared"), new Stack(app, "Own"));
        var alarms = new AlarmSettings { Topic = new Topic(shared, "OnCall") };
        var autoscaler = new ShardAutoscaler(shared, "Autoscaler", new ShardAutoscalerProps { Alarms = alarms });
        _ = new StreamingPipeline(own, "Web", new StreamingPipelineProps
        {
            Scaling = new ShardScaling { MaxShards = 8 },
            ExistingAutoscaler = autoscaler,
            AlarmTopic = alarms.Topic,
        });

        CdkFixture.Synthesize(own).Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());
    }

    [Fact]
    public void A_scaler_beside_what_reads_the_stream_refers_to_the_stream_as_that_does()
    {
        var app = cdk.NewApp();
        var (storage, compute) = (new Stack(app, "Storage"), new Stack(app, "Compute"));
        var stream = new DataStream(storage, "Clicks");
        new ShardAutoscaler(compute, "Autoscaler", new ShardAutoscalerProps { Shared = true }).Watch(stream, new ShardScaling { MaxShards = 8 });
        _ = new FanOutConsumer(compute, "Search", new FanOutConsumerProps { Stream = stream });

        CdkFixture.Synthesize(compute).Resources("AWS::Events::Rule").Count.ShouldBe(2);
        compute.Dependencies.ShouldBe([storage]);
    }

    [Fact]
    public void A_nested_stack_is_one_with_the_stack_around_it()
    {
        var parent = cdk.NewStack();
        var nested = new NestedStack(parent, "Nested");
        var alarms = new AlarmSettings { Topic = new Topic(parent, "OnCall") };
        var stream = new DataStream(nested, "Clicks", new DataStreamProps { Alarms = alarms });
        new ShardAutoscaler(parent, "Autoscaler").Watch(stream, new ShardScaling { MaxShards = 8 });
        var page = new StreamingDashboard(parent, "Page", new StreamingDashboardProps { Parts = [stream] });

        page.Pages.ShouldBeEmpty();
        CdkFixture.Synthesize(parent).Resources("AWS::Events::Rule").Count.ShouldBe(2);
    }

    [Fact]
    public void What_would_close_a_circle_is_refused_by_name()
    {
        var app = cdk.NewApp();
        var (one, two) = (new Stack(app, "One"), new Stack(app, "Two"));
        var stream = new DataStream(one, "Clicks", new DataStreamProps { Alarms = new AlarmSettings { Topic = new Topic(two, "OnCall") } });

        Should.Throw<InvalidPropsException>(() => new FanOutConsumer(two, "Search", new FanOutConsumerProps { Stream = stream })).Message.ShouldBe(
            """
            FanOutConsumer 'Search' cannot be made in stack 'Two':
              The stack of 'One/Clicks/Stream' is 'One', which refers to 'Two' already; allowed: one that does not, since references between stacks run one way: what stacks share, such as a topic or a scaler, in a stack of its own.
            """);
    }

    [Fact]
    public void A_stream_is_watched_once_from_another_stack_too()
    {
        var app = cdk.NewApp();
        var autoscaler = new ShardAutoscaler(new Stack(app, "One"), "Autoscaler", new ShardAutoscalerProps { Shared = true });
        var stream = new DataStream(new Stack(app, "Two"), "Clicks");
        autoscaler.Watch(stream, new ShardScaling { MaxShards = 8 });

        Should.Throw<InvalidPropsException>(() => autoscaler.Watch(stream, new ShardScaling { MaxShards = 16 })).Message.ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              The stream is watched already; allowed: one ShardScaling a stream.
            """);
    }

    [Fact]
    public void A_scaler_watches_no_stream_of_another_account_or_region_or_env()
    {
        var app = cdk.NewApp();
        var autoscaler = new ShardAutoscaler(Stack(app, "Own", "111122223333", "eu-west-1"), "Autoscaler");
        var scaling = new ShardScaling { MaxShards = 8 };

        Should.Throw<InvalidPropsException>(() =>
            autoscaler.Watch(new DataStream(Stack(app, "Other", "444455556666", "us-east-1"), "Clicks"), scaling)).Message.ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              The stream's account is 444455556666; allowed: 111122223333, the stack's own, since a scaler calls Kinesis and CloudWatch in its own account.
              The stream's region is us-east-1; allowed: eu-west-1, the stack's own, since a scaler calls Kinesis and CloudWatch in its own region.
            """);
        Should.Throw<InvalidPropsException>(() => autoscaler.Watch(new DataStream(new Stack(app, "Open"), "Clicks"), scaling)).Message.ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              The stream's stack is 'Open', whose env is not that of 'Own'; allowed: one env for both, or for neither.
            """);
        Should.Throw<InvalidPropsException>(() => autoscaler.Watch(
            DataStream.FromStreamArn(autoscaler, "Far", "arn:aws:kinesis:eu-west-1:444455556666:stream/far"), scaling)).Message.ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Far':
              The stream's account is 444455556666; allowed: 111122223333, the stack's own, since a scaler calls Kinesis and CloudWatch in its own account.
            """);
    }

    [Fact]
    public void A_dashboard_links_to_pages_of_another_region_and_alarms_tell_no_topic_there()
    {
        var app = cdk.NewApp();
        var (own, far) = (Stack(app, "Own", "111122223333", "eu-west-1"), Stack(app, "Far", "111122223333", "us-east-1"));
        var stream = new DataStream(far, "Clicks");
        var page = new StreamingDashboard(own, "Page", new StreamingDashboardProps { DashboardName = "clicks", Parts = [stream] });

        SynthesizedTemplate.Plain(CdkFixture.Synthesize(own).OnlyProperties("AWS::CloudWatch::Dashboard")["DashboardBody"]!).ShouldContain(
            "[Stream Clicks](https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards:name=clicks-Far)", Case.Sensitive);
        CdkFixture.Synthesize(far).OnlyProperties("AWS::CloudWatch::Dashboard")["DashboardName"]!.ToString().ShouldBe("clicks-Far");
        page.Pages.Count.ShouldBe(1);
        Should.Throw<InvalidPropsException>(() => new DataStream(
            far, "Orders", new DataStreamProps { Alarms = new AlarmSettings { Topic = new Topic(own, "OnCall") } })).Message.ShouldBe(
            """
            DataStream 'Orders' has invalid properties:
              Alarms.Topic is made by stack 'Own' of another account or region; allowed: a topic of this account and region, or Topic.FromTopicArn of this region, since alarms tell no topic of another region.
            """);
    }

    // In one app, since an app and its synthesis cost as much as what a place needs.
    private Dictionary<Place, Arranged> Arrange(bool shared, int scaler)
    {
        var app = cdk.NewApp();
        var made = new Dictionary<Place, (string[] Ids, int Pages, Exception? Failure)>();
        foreach (var place in All.Where(place => place.Shared == shared && place.Scaler == scaler))
        {
            string[] ids = [.. Names.Select(name => $"{(shared ? "Shared" : "At")}{scaler}{place.Topic}{place.Reader}{place.Dashboard}{name}")];
            try
            {
                made[place] = (ids, Make(place, [.. ids.Select(id => new Stack(app, id))]), null);
            }
            catch (Exception failure)
            {
                // Half made, it is nothing to synthesize.
                foreach (var id in ids)
                    app.Node.TryRemoveChild(id).ShouldBeTrue(id);
                made[place] = ([], 0, failure);
            }
        }

        var stacks = CdkFixture.Synthesize(app);
        return made.ToDictionary(
            each => each.Key, each => new Arranged([.. each.Value.Ids.Select(id => stacks[id].Template)], each.Value.Pages, each.Value.Failure));
    }

    // Gives the number of pages that the dashboard links to.
    private static int Make(Place place, Stack[] stacks)
    {
        var alarms = new AlarmSettings { Topic = new Topic(stacks[place.Topic], "OnCall") };
        var autoscaler = new ShardAutoscaler(stacks[place.Scaler], "Autoscaler", new ShardAutoscalerProps { Alarms = alarms, Shared = place.Shared });
        var stream = new DataStream(stacks[0], "Clicks", new DataStreamProps { Alarms = alarms });
        autoscaler.Watch(stream, new ShardScaling { MaxShards = 8 });
        var search = new FanOutConsumer(stacks[place.Reader], "Search", new FanOutConsumerProps { Stream = stream, Alarms = alarms });
        var page = new StreamingDashboard(stacks[place.Dashboard], "Page", new StreamingDashboardProps { Parts = [stream, autoscaler, search] });
        return page.Pages.Count;
    }

    private static int Linked(IReadOnlyList<string> bodies) => bodies.Max(body => body.Split("#dashboards:name=").Length - 1);

    private static Stack Stack(Amazon.CDK.App app, string name, string account, string region) =>
        new(app, name, new StackProps { Env = new Amazon.CDK.Environment { Account = account, Region = region } });

    private static IReadOnlyList<SynthesizedTemplate> Templates(Amazon.CDK.App app)
    {
        var stacks = CdkFixture.Synthesize(app);
        return [.. Names.Select(name => stacks[name].Template)];
    }

    private readonly record struct Place(bool Shared, int Scaler, int Topic, int Reader, int Dashboard);

    private sealed record Arranged(IReadOnlyList<SynthesizedTemplate> Templates, int Pages, Exception? Failure);
}
