using Amazon.CDK;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Flink;

/// <summary>Every rule of the service at its edges: the last value that is allowed, and the first that is refused, with the whole message.</summary>
[Collection(CdkFixture.Name)]
public sealed class FlinkRulesTests(CdkFixture cdk)
{
    private static readonly string Long = new('x', 2049);

    private const string SnapshotArn = "arn:aws:kinesisanalytics:eu-west-1:111122223333:snapshot/before-june";

    private static readonly Rule[] Rules =
    [
        new("a name's length", p => p.Props with { ApplicationName = new string('n', 128) },
            p => p.Props with { ApplicationName = new string('n', 129) },
            $"ApplicationName is '{new string('n', 129)}'; allowed: 1 to 128 of a-z A-Z 0-9 _ . -."),
        new("a name's characters", p => p.Props with { ApplicationName = "a_B.9-" }, p => p.Props with { ApplicationName = "a b" },
            "ApplicationName is 'a b'; allowed: 1 to 128 of a-z A-Z 0-9 _ . -."),
        new("a description", p => p.Props with { Description = new string('d', 1024) }, p => p.Props with { Description = new string('d', 1025) },
            "Description is 1,025 characters long; allowed: at most 1,024 characters."),
        new("tags", p => p.Props with { Tags = Several(49) }, p => p.Props with { Tags = Several(50) }, "Tags is 50 tags; allowed: at most 49."),
        new("code", p => p.Props, p => p.Props with { Code = FlinkCode.FromBucket(p.Bucket, "clicks.txt") },
            "Code is 'clicks.txt'; allowed: a key that ends in .jar or .zip."),
        new("code that is not there", p => p.Props, p => p.Props with { Code = FlinkCode.FromAsset("nowhere/clicks.jar") },
            "Code is 'nowhere/clicks.jar'; allowed: a file that is there and ends in .jar or .zip."),

        new("a delay", p => p.Props with { MaxDelay = TimeSpan.FromDays(1) }, p => p.Props with { MaxDelay = TimeSpan.FromSeconds(86_401) },
            "MaxDelay is 86,401 s; allowed: whole seconds, from 1 s to 86,400 s."),

        new("the least parallelism", p => p.Props with { Parallelism = 1 }, p => p.Props with { Parallelism = 0 },
            "Parallelism is 0; allowed: a whole number from 1 to 64, which is KpuQuota times ParallelismPerKpu."),
        new("parallelism against KPUs", p => p.Props with { Parallelism = 64 }, p => p.Props with { Parallelism = 65 },
            "Parallelism is 65; allowed: a whole number from 1 to 64, which is KpuQuota times ParallelismPerKpu."),
        new("parallelism of full KPUs", p => p.Props with { Parallelism = 512, ParallelismPerKpu = 8 },
            p => p.Props with { Parallelism = 513, ParallelismPerKpu = 8 },
            "Parallelism is 513; allowed: a whole number from 1 to 512, which is KpuQuota times ParallelismPerKpu."),
        new("parallelism under a quota", p => p.Props with { Parallelism = 200, KpuQuota = 100, ParallelismPerKpu = 2 },
            p => p.Props with { Parallelism = 201, KpuQuota = 100, ParallelismPerKpu = 2 },
            "Parallelism is 201; allowed: a whole number from 1 to 200, which is KpuQuota times ParallelismPerKpu."),
        new("whole parallelism", p => p.Props with { Parallelism = 2 }, p => p.Props with { Parallelism = 1.5 },
            "Parallelism is 1.5; allowed: a whole number from 1 to 64, which is KpuQuota times ParallelismPerKpu."),
        new("the most a KPU", p => p.Props with { ParallelismPerKpu = 8 }, p => p.Props with { ParallelismPerKpu = 9 },
            "ParallelismPerKpu is 9; allowed: a whole number from 1 to 8."),
        new("the quota", p => p.Props with { KpuQuota = 10_000 }, p => p.Props with { KpuQuota = 10_001 },
            "KpuQuota is 10,001; allowed: a whole number from 1 to 10,000."),
        new("metrics by subtask", p => p.Props with { MetricsLevel = FlinkMetricsLevel.Parallelism, Parallelism = 64 },
            p => p.Props with { MetricsLevel = FlinkMetricsLevel.Parallelism, Parallelism = 65, ParallelismPerKpu = 2 },
            "MetricsLevel is Parallelism; allowed: Application, Task or Operator, since Parallelism is above 64."),

        new("the least interval", p => Checked(p, 1, 0), p => Checked(p, 0, 0),
            "Checkpoints.Interval is 0 ms; allowed: whole milliseconds, from 1 ms to 86,400,000 ms."),
        new("the greatest interval", p => Checked(p, 86_400_000, 0), p => Checked(p, 86_400_001, 0),
            "Checkpoints.Interval is 86,400,001 ms; allowed: whole milliseconds, from 1 ms to 86,400,000 ms."),
        new("the pause", p => Checked(p, 60_000, 86_400_000), p => Checked(p, 60_000, -1),
            "Checkpoints.MinPause is -1 ms; allowed: whole milliseconds, from 0 ms to 86,400,000 ms."),
        new("a maintenance window", p => p.Props with { MaintenanceWindowStart = new TimeOnly(23, 59) },
            p => p.Props with { MaintenanceWindowStart = new TimeOnly(2, 30, 1) },
            "MaintenanceWindowStart is 02:30:01.000; allowed: a whole minute."),
        new("the latest of no snapshots", p => p.Props with { Restore = FlinkRestore.Latest },
            p => p.Props with { Restore = FlinkRestore.Latest, Snapshots = false },
            "Restore is Latest; allowed: Skip or From, since Snapshots is off."),
        new("a snapshot's name", p => p.Props with { Restore = FlinkRestore.From(new string('s', 256)) },
            p => p.Props with { Restore = FlinkRestore.From("before june") },
            "Restore snapshot is 'before june'; allowed: 1 to 256 of a-z A-Z 0-9 _ . -."),
        new("an enhanced snapshot's name", p => Enhanced(p, FlinkRestore.From(new string('s', 100))),
            p => Enhanced(p, FlinkRestore.From(new string('s', 101))),
            $"Restore snapshot is '{new string('s', 101)}'; allowed: 1 to 100 of a-z A-Z 0-9 _ . -."),
        new("an enhanced snapshot's ARN", p => Enhanced(p, FlinkRestore.FromArn(SnapshotArn)),
            p => Enhanced(p, FlinkRestore.FromArn(SnapshotArn.Replace("snapshot/", "application/", StringComparison.Ordinal))),
            "Restore snapshot is 'arn:aws:kinesisanalytics:eu-west-1:111122223333:application/before-june'; allowed: "
            + "arn:aws:kinesisanalytics:REGION:ACCOUNT:snapshot/NAME."),
        new("an ARN of what has none", p => Enhanced(p, FlinkRestore.FromArn(SnapshotArn)),
            p => p.Props with { Restore = FlinkRestore.FromArn(SnapshotArn) },
            "Restore is FromArn; allowed: From, since only snapshots of SnapshotMode Enhanced have ARNs."),
        new("enhanced snapshots of an old Flink", p => Enhanced(p, null) with { Runtime = FlinkRuntime.Flink120 },
            p => Enhanced(p, null) with { Runtime = FlinkRuntime.Flink119 },
            "SnapshotMode is Enhanced; allowed: Legacy, since Runtime is FLINK-1_19 and enhanced snapshots need Flink 1.20."),
        new("the least subnets", p => p.Props with { Vpc = p.Vpc(subnets: 1) }, p => p.Props with { Vpc = p.Vpc(subnets: 0) },
            "Vpc.Subnets is 0 subnets; allowed: 1 to 16."),
        new("the most subnets", p => p.Props with { Vpc = p.Vpc(subnets: 16) }, p => p.Props with { Vpc = p.Vpc(subnets: 17) },
            "Vpc.Subnets is 17 subnets; allowed: 1 to 16."),
        new("the least groups", p => p.Props with { Vpc = p.Vpc(groups: 1) }, p => p.Props with { Vpc = p.Vpc(groups: 0) },
            "Vpc.SecurityGroups is 0 security groups; allowed: 1 to 5."),
        new("the most groups", p => p.Props with { Vpc = p.Vpc(groups: 5) }, p => p.Props with { Vpc = p.Vpc(groups: 6) },
            "Vpc.SecurityGroups is 6 security groups; allowed: 1 to 5."),

        new("property groups", p => Grouped(p, 50, 1), p => Grouped(p, 51, 1), "PropertyGroups is 51 groups; allowed: at most 50."),
        new("properties", p => Grouped(p, 1, 50), p => Grouped(p, 1, 51), "PropertyGroups['g0'] is 51 properties; allowed: 1 to 50."),
        new("an empty group", p => Grouped(p, 1, 1), p => Grouped(p, 1, 0), "PropertyGroups['g0'] is 0 properties; allowed: 1 to 50."),
        new("a group's id", p => Property(p, new string('g', 50), "k", "v"), p => Property(p, new string('g', 51), "k", "v"),
            $"PropertyGroups id is '{new string('g', 51)}'; allowed: 1 to 50 characters."),
        new("a property's key", p => Property(p, "g", Long[..2048], "v"), p => Property(p, "g", Long, "v"),
            "PropertyGroups['g'] key is 2,049 characters long; allowed: 1 to 2,048 characters."),
        new("a property's value", p => Property(p, "g", "k", Long[..2048]), p => Property(p, "g", "k", Long),
            "PropertyGroups['g']['k'] is 2,049 characters long; allowed: at most 2,048 characters."),
    ];

    private static readonly StudioRule[] StudioRules =
    [
        new("a name", new() { ApplicationName = new string('n', 128) }, new() { ApplicationName = "" },
            "ApplicationName is ''; allowed: 1 to 128 of a-z A-Z 0-9 _ . -."),
        new("a description", new() { Description = new string('d', 1024) }, new() { Description = new string('d', 1025) },
            "Description is 1,025 characters long; allowed: at most 1,024 characters."),
        new("a database", new() { DatabaseName = new string('d', 255) }, new() { DatabaseName = "" },
            "DatabaseName is ''; allowed: 1 to 255 characters."),
        new("artifacts", new() { Artifacts = Artifacts(50) }, new() { Artifacts = Artifacts(51) }, "Artifacts is 51 artifacts; allowed: at most 50."),
        new("an artifact", new() { Artifacts = [StudioArtifact.Maven("g", "a", "1")] }, new() { Artifacts = [StudioArtifact.Maven("g", "a", "")] },
            "Artifacts[0] version is ''; allowed: at least one character."),
        new("parallelism", new() { Parallelism = 64 }, new() { Parallelism = 65 }, "Parallelism is 65; allowed: a whole number from 1 to 64."),
        new("parallelism of a KPU", new() { ParallelismPerKpu = 8 }, new() { ParallelismPerKpu = 0 },
            "ParallelismPerKpu is 0; allowed: a whole number from 1 to 8."),
        new("tags", new() { Tags = Several(49) }, new() { Tags = Several(50) }, "Tags is 50 tags; allowed: at most 49."),
    ];

    public static TheoryData<string> Names => [.. Rules.Select(rule => rule.Name)];

    public static TheoryData<string> StudioNames => [.. StudioRules.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_last_value_that_is_allowed_passes_and_the_first_that_is_not_is_refused(string name)
    {
        var stack = cdk.NewStack();
        var (parts, rule) = (new FlinkParts(stack), Rules.Single(rule => rule.Name == name));

        Should.NotThrow(() => new FlinkApplication(stack, "Clicks", rule.Allowed(parts)));
        Should.Throw<InvalidPropsException>(() => new FlinkApplication(stack, "Refused", rule.Refused(parts)))
            .Message.ShouldBe($"FlinkApplication 'Refused' has invalid properties:\n  {rule.Violation}");
        stack.Node.TryFindChild("Refused").ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(StudioNames))]
    public void A_notebook_takes_the_last_value_that_is_allowed_and_refuses_the_first_that_is_not(string name)
    {
        var (stack, rule) = (cdk.NewStack(), StudioRules.Single(rule => rule.Name == name));

        Should.NotThrow(() => new FlinkStudio(stack, "Notebook", rule.Allowed));
        Should.Throw<InvalidPropsException>(() => new FlinkStudio(stack, "Refused", rule.Refused))
            .Message.ShouldBe($"FlinkStudio 'Refused' has invalid properties:\n  {rule.Violation}");
    }

    [Fact]
    public void One_message_names_all_that_is_wrong()
    {
        var stack = cdk.NewStack();

        Should.Throw<InvalidPropsException>(() => new FlinkApplication(stack, "Clicks", new FlinkParts(stack).Props with
        {
            ApplicationName = "a b",
            ParallelismPerKpu = 9,
            Snapshots = false,
            Restore = FlinkRestore.Latest,
        })).Message.ShouldBe(
            """
            FlinkApplication 'Clicks' has invalid properties:
              ApplicationName is 'a b'; allowed: 1 to 128 of a-z A-Z 0-9 _ . -.
              ParallelismPerKpu is 9; allowed: a whole number from 1 to 8.
              Restore is Latest; allowed: Skip or From, since Snapshots is off.
            """);
    }

    [Fact]
    public void What_is_only_known_at_deployment_passes()
    {
        var stack = cdk.NewStack();
        var number = Token.AsNumber(new Dictionary<string, object> { ["Ref"] = "N" });
        var text = Token.AsString(new Dictionary<string, object> { ["Ref"] = "T" });

        Should.NotThrow(() => new FlinkApplication(stack, "Clicks", new FlinkParts(stack).Props with
        {
            ApplicationName = text,
            Description = text,
            Parallelism = number,
            ParallelismPerKpu = number,
            KpuQuota = number,
            MetricsLevel = FlinkMetricsLevel.Parallelism,
            Restore = FlinkRestore.From(text),
            PropertyGroups = Property(new FlinkParts(cdk.NewStack()), text, text, text).PropertyGroups,
        }));
    }

    private static FlinkApplicationProps Enhanced(FlinkParts p, FlinkRestore? restore) =>
        p.Props with { SnapshotMode = FlinkSnapshotMode.Enhanced, Restore = restore };

    private static FlinkApplicationProps Checked(FlinkParts parts, double interval, double pause) => parts.Props with
    {
        Checkpoints = new() { Interval = TimeSpan.FromMilliseconds(interval), MinPause = TimeSpan.FromMilliseconds(pause) },
    };

    private static FlinkApplicationProps Grouped(FlinkParts parts, int groups, int properties) => parts.Props with
    {
        PropertyGroups = Enumerable.Range(0, groups).ToDictionary(
            n => $"g{n}", _ => (IReadOnlyDictionary<string, string>)Several(properties)),
    };

    private static FlinkApplicationProps Property(FlinkParts parts, string group, string key, string value) => parts.Props with
    {
        PropertyGroups = new Dictionary<string, IReadOnlyDictionary<string, string>> { [group] = new Dictionary<string, string> { [key] = value } },
    };

    private static Dictionary<string, string> Several(int count) => Enumerable.Range(0, count).ToDictionary(n => $"k{n}", n => $"v{n}");

    private static StudioArtifact[] Artifacts(int count) =>
        [.. Enumerable.Range(0, count).Select(n => StudioArtifact.Maven("org.example", $"a{n}", "1.0"))];

    private sealed record Rule(
        string Name, Func<FlinkParts, FlinkApplicationProps> Allowed, Func<FlinkParts, FlinkApplicationProps> Refused, string Violation);

    private sealed record StudioRule(string Name, FlinkStudioProps Allowed, FlinkStudioProps Refused, string Violation);
}
