using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KinesisAnalyticsV2;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;

namespace Shardwise.Constructs.Flink;

/// <summary>What the role of an application may do: write its own log stream, read and write the streams that it names.</summary>
internal sealed class FlinkPolicy : RolePolicy
{
    public FlinkPolicy(Construct scope, Role role, LogGroup logs)
        : base(scope, role)
    {
        var name = logs.LogGroupName;
        var group = Arn("logs", $"log-group:{name}");
        LogStreamArn = $"{group}:log-stream:application";
        LogStream = new CfnLogStream(
            scope, "LogStream", new CfnLogStreamProps { LogStreamName = "application" }.With(nameof(CfnLogStreamProps.LogGroupName), name));
        // "CloudWatch logging permissions" in the developer guide: the service looks for the group, then for the stream, then writes.
        Allow([Arn("logs", "log-group:*")], "logs:DescribeLogGroups");
        Allow([$"{group}:*"], "logs:DescribeLogStreams");
        Allow([LogStreamArn], "logs:PutLogEvents");
        Justify("Log groups are described by account only, and log streams by group.");
    }

    public CfnLogStream LogStream { get; }

    public string LogStreamArn { get; }

    // The Kinesis source reads shard by shard, or by a consumer that it registers and removes itself.
    public void AllowReading(IEnumerable<IStream> streams)
    {
        foreach (var stream in streams)
        {
            StackReferences.Note(Scope, stream);
            var arn = stream.StreamArn;
            Allow([arn], [.. StreamAccess.Reading, "kinesis:ListStreamConsumers", "kinesis:RegisterStreamConsumer"]);
            Allow([$"{arn}/consumer/*"], "kinesis:DeregisterStreamConsumer", "kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard");
            Justify("A consumer's ARN ends in the moment it was registered.");
            AllowStreamKey(stream, "kms:Decrypt");
            // An account registers consumers of its own streams only: of another one's the source reads shard by shard.
            StreamOfOthers.Allow(Scope, stream, StreamAccess.Reading, "kms:Decrypt");
        }
    }

    public void AllowWriting(IEnumerable<IStream> streams)
    {
        foreach (var stream in streams)
        {
            Allow([stream.StreamArn], StreamAccess.Writing);
            AllowStreamKey(stream, "kms:GenerateDataKey");
            StreamOfOthers.Allow(Scope, stream, StreamAccess.Writing, "kms:GenerateDataKey");
        }
    }

    /// <summary>Sends the application's log to its stream. What the application needs of its policy must be there before it.</summary>
    public void Attach(CfnApplication application, CfnPolicy policy)
    {
        application.Node.AddDependency(policy);
        var logging = new CfnApplicationCloudWatchLoggingOption(Scope, "Logging", new CfnApplicationCloudWatchLoggingOptionProps
        {
            ApplicationName = application.Ref,
            CloudWatchLoggingOption = new CfnApplicationCloudWatchLoggingOption.CloudWatchLoggingOptionProperty { LogStreamArn = LogStreamArn },
        });
        logging.Node.AddDependency(LogStream);
    }
}
