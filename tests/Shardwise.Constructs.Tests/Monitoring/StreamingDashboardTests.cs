using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Monitoring;

[Collection(CdkFixture.Name)]
public sealed class StreamingDashboardTests(CdkFixture cdk)
{
    [Fact]
    public void The_scalers_decisions_stand_beside_the_load()
    {
        var stack = cdk.NewStack();
        var (stream, autoscaler) = (new DataStream(stack, "Clicks"), new ShardAutoscaler(stack, "Autoscaler"));
        autoscaler.Watch(stream, new ShardScaling { MaxShards = 8 });

        var widgets = Widgets(stream, autoscaler);

        var titles = widgets.Select(Title).ToList();
        titles.ShouldContain("Clicks: load and capacity");
        titles.ShouldContain("Clicks: shards");
        titles.ShouldContain("Clicks: reshards");
        titles.ShouldContain("Decisions");
        var shards = widgets.Single(widget => Title(widget) == "Clicks: shards")["properties"]!["metrics"]!.AsArray()
            .Select(metric => (string)metric![1]!);
        shards.ShouldBe(["OpenShards", "DemandShards", "TargetShards"]);
        // The count that the stream was created with says nothing once it is scaled.
        widgets.Single(widget => Title(widget) == "Bytes in")["properties"]!["annotations"].ShouldBeNull();
    }

    [Fact]
    public void A_stream_that_nothing_scales_shows_the_capacity_it_was_created_with()
    {
        var stack = cdk.NewStack();

        var widgets = Widgets(new DataStream(stack, "Clicks", new DataStreamProps { ShardCount = 3 }));

        var line = widgets.Single(widget => Title(widget) == "Bytes in")["properties"]!["annotations"]!["horizontal"]![0]!;
        line["value"]!.GetValue<double>().ShouldBe(3);
        line["label"]!.ToString().ShouldBe("capacity of 3 shards");
    }

    [Fact]
    public void Every_alarm_of_its_parts_is_at_its_top()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks");

        var first = Widgets(stream)[0];

        ((string)first["type"]!).ShouldBe("alarm");
        first["properties"]!["alarms"]!.AsArray().Count.ShouldBe(stream.Alarms.Count);
    }

    [Fact]
    public void A_part_of_your_own_is_shown_like_the_others()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks");

        var widgets = Widgets(stream, new Own());

        ((string)widgets[^2]["properties"]!["markdown"]!).ShouldBe("## Mine");
        ((string)widgets[^1]["properties"]!["markdown"]!).ShouldBe("Look.");
    }

    [Fact]
    public void A_dashboard_of_nothing_or_of_a_name_that_CloudWatch_does_not_take_is_refused() =>
        Should.Throw<InvalidPropsException>(() =>
            new StreamingDashboard(null!, "Page", new StreamingDashboardProps { Parts = [], DashboardName = "my page" })).Message.ShouldBe(
            """
            StreamingDashboard 'Page' has invalid properties:
              DashboardName is 'my page'; allowed: 1 to 255 of a-z A-Z 0-9 _ -.
              Parts is 0 parts; allowed: 1 to 40.
            """);

    private static string? Title(System.Text.Json.Nodes.JsonNode widget) => (string?)widget["properties"]!["title"];

    private static List<System.Text.Json.Nodes.JsonNode> Widgets(params IDashboardPart[] parts)
    {
        var stack = Amazon.CDK.Stack.Of(((global::Constructs.Construct)parts[0]));
        _ = new StreamingDashboard(stack, "Page", new StreamingDashboardProps { Parts = parts });
        return [.. NamedMetrics.Widgets(CdkFixture.Synthesize(stack).OnlyProperties("AWS::CloudWatch::Dashboard")["DashboardBody"]!)
            .Select(widget => widget!)];
    }

    private sealed class Own : IDashboardPart
    {
        public string DashboardTitle => "Mine";

        public IReadOnlyList<Alarm> Alarms => [];

        public IReadOnlyList<IWidget> DashboardWidgets() => [new TextWidget(new TextWidgetProps { Markdown = "Look." })];
    }
}
