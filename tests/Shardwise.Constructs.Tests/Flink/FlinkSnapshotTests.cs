using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Tests.Flink;

/// <summary>A template for each kind of application. The gates walk over all of them.</summary>
[Collection(CdkFixture.Name)]
public sealed class FlinkSnapshotTests(CdkFixture cdk)
{
    private static readonly Dictionary<string, Action<Stack, FlinkParts>> Samples = new()
    {
        ["an application"] = (stack, parts) => _ = new FlinkApplication(stack, "Clicks", parts.Props with { Sources = [parts.Stream("clicks")] }),
        ["an application of Flink 1"] = (stack, parts) =>
            _ = new FlinkApplication(stack, "Clicks", parts.Props with { Runtime = FlinkRuntime.Flink120 }),
        ["an application with everything"] = (stack, parts) => _ = new FlinkApplication(stack, "Clicks", new FlinkApplicationProps
        {
            Code = FlinkCode.FromBucket(Bucket.FromBucketName(stack, "Code", "example-code"), "clicks.zip", "v7"),
            ApplicationName = "clicks",
            Description = "Counts clicks by page.",
            Runtime = FlinkRuntime.Flink23,
            Sources = [parts.Stream("clicks", parts.Key)],
            Sinks = [parts.Stream("pages", parts.Key)],
            PropertyGroups = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["source"] = new Dictionary<string, string> { ["stream"] = "clicks" },
            },
            Parallelism = 8,
            ParallelismPerKpu = 2,
            AutoScaling = false,
            Checkpoints = new FlinkCheckpoints { Interval = TimeSpan.FromSeconds(30), MinPause = TimeSpan.FromSeconds(10) },
            MaintenanceWindowStart = new TimeOnly(2, 30),
            SnapshotMode = FlinkSnapshotMode.Enhanced,
            Restore = FlinkRestore.FromArn("arn:aws:kinesisanalytics:eu-west-1:111122223333:snapshot/before-june"),
            AllowNonRestoredState = true,
            Vpc = parts.Vpc(),
            EncryptionKey = parts.Key,
            LogLevel = FlinkLogLevel.Warn,
            MetricsLevel = FlinkMetricsLevel.Task,
            Tags = new Dictionary<string, string> { ["team"] = "web" },
            Alarms = new AlarmSettings { Topic = Topic.FromTopicArn(stack, "Duty", "arn:aws:sns:eu-west-1:111122223333:duty") },
        }),
        ["a notebook"] = (stack, parts) => _ = new FlinkStudio(stack, "Notebook", new FlinkStudioProps { Sources = [parts.Stream("clicks")] }),
        ["a notebook with everything"] = (stack, parts) => _ = new FlinkStudio(stack, "Notebook", new FlinkStudioProps
        {
            ApplicationName = "clicks-by-hand",
            Description = "Looks at clicks.",
            DatabaseName = "clicks",
            Sources = [parts.Stream("clicks")],
            Sinks = [parts.Stream("pages")],
            Artifacts = [StudioArtifact.KinesisConnector, StudioArtifact.Jar(parts.Code), StudioArtifact.Functions(parts.Code)],
            Parallelism = 16,
            ParallelismPerKpu = 4,
            Vpc = parts.Vpc(),
            LogLevel = FlinkLogLevel.Error,
            Tags = new Dictionary<string, string> { ["team"] = "web" },
        }),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_looks_as_approved(string name)
    {
        var stack = cdk.NewStack();
        Samples[name](stack, new FlinkParts(stack));

        stack.ShouldLookAsApproved(name);
    }
}
