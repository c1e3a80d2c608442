using Amazon.CDK.AWS.IAM;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Monitoring;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Consumers;

[Collection(CdkFixture.Name)]
public sealed class KclApplicationTests(CdkFixture cdk)
{
    [Fact]
    public void An_application_looks_as_approved() =>
        Synthesize(new KclApplicationProps { Stream = null!, ApplicationName = "search" }, granted: false).Snapshot()
            .ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void Its_tables_are_those_that_the_library_looks_for()
    {
        var tables = Synthesize(new KclApplicationProps { Stream = null!, ApplicationName = "search" }).Resources("AWS::DynamoDB::Table").Values
            .Select(table => table["Properties"]!)
            .ToDictionary(table => (string)table["TableName"]!, table => (string)table["KeySchema"]![0]!["AttributeName"]!);

        tables.ShouldBe(
            new Dictionary<string, string> { ["search"] = "leaseKey", ["search-WorkerMetricStats"] = "wid", ["search-CoordinatorState"] = "key" },
            ignoreOrder: true);
    }

    [Fact]
    public void It_may_use_its_tables_and_make_none()
    {
        var allowed = Synthesize(new KclApplicationProps { Stream = null!, ApplicationName = "search", EnhancedFanOut = false }).Allowed().ToList();

        allowed.Count(line => line.Contains(" dynamodb:", StringComparison.Ordinal)).ShouldBe(6 + 1 + 6 + 6);
        allowed.ShouldNotContain(line => line.Contains("CreateTable", StringComparison.Ordinal)
            || line.Contains("UpdateTable", StringComparison.Ordinal));
        allowed.ShouldContain("Allow dynamodb:Query on {SearchLeases.Arn}/index/LeaseOwnerToLeaseKeyIndex");
        allowed.ShouldContain("Allow kinesis:GetRecords on {ClicksStream.Arn}");
        allowed.ShouldNotContain(line => line.Contains("SubscribeToShard", StringComparison.Ordinal));
    }

    [Fact]
    public void Its_graphs_find_the_shards_by_themselves()
    {
        var stack = cdk.NewStack();
        var application = new KclApplication(stack, "Search",
            new KclApplicationProps { Stream = new DataStream(stack, "Clicks"), ApplicationName = "search" });
        _ = new StreamingDashboard(stack, "Page", new StreamingDashboardProps { Parts = [application] });

        var widgets = NamedMetrics.Widgets(CdkFixture.Synthesize(stack).OnlyProperties("AWS::CloudWatch::Dashboard")["DashboardBody"]!);

        var behind = widgets.Single(widget => (string?)widget!["properties"]!["title"] == "Behind the stream, by shard")!;
        behind["properties"]!["metrics"]![0]![0]!["expression"]!.ToString().ShouldBe(
            """SEARCH('{"search",Operation,ShardId} MetricName="MillisBehindLatest" Operation="ProcessTask"', 'Maximum', 60)""");
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("my search")]
    public void A_name_that_no_table_can_have_is_refused(string name) =>
        Should.Throw<InvalidPropsException>(() =>
            new KclApplication(null!, "Search", new KclApplicationProps { Stream = null!, ApplicationName = name })).Message.ShouldBe(
            $"""
            KclApplication 'Search' has invalid properties:
              ApplicationName is '{name}'; allowed: 3 to 128 of a-z A-Z 0-9 _ . -.
            """);

    private SynthesizedTemplate Synthesize(KclApplicationProps props, bool granted = true)
    {
        var stack = cdk.NewStack();
        var application = new KclApplication(stack, "Search", props with { Stream = new DataStream(stack, "Clicks") });
        if (granted)
            application.GrantRun(Role.FromRoleName(stack, "Worker", "worker"));
        return CdkFixture.Synthesize(stack);
    }
}
