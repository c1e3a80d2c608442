using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.Logs;

namespace Shardwise.Benchmarks.Synth;

/// <summary>A stream and an S3 delivery stream with their role, log and alarms, as they are written without constructs.</summary>
internal static class L1Stack
{
    private const string BucketArn = "arn:aws:s3:::example-lake";

    public static void Make(Stack stack)
    {
        var stream = new CfnStream(stack, "Stream", new CfnStreamProps
        {
            ShardCount = 1,
            RetentionPeriodHours = 168,
            StreamModeDetails = new CfnStream.StreamModeDetailsProperty { StreamMode = "PROVISIONED" },
            StreamEncryption = new CfnStream.StreamEncryptionProperty { EncryptionType = "KMS", KeyId = "alias/aws/kinesis" },
            Tags = Tagged("DataStream"),
        });
        stream.ApplyRemovalPolicy(RemovalPolicy.RETAIN);
        Alarm(stack, "IteratorAge", "AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "Maximum", "StreamName", stream.Ref, 302_400_000, "ignore");
        Alarm(stack, "Delay", "AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "Maximum", "StreamName", stream.Ref, 3_600_000, "ignore");
        Alarm(stack, "PutFailures", "AWS/Kinesis", "PutRecords.FailedRecords", "Sum", "StreamName", stream.Ref, 1, "notBreaching");
        Alarm(stack, "WriteThrottle", "AWS/Kinesis", "WriteProvisionedThroughputExceeded", "Sum", "StreamName", stream.Ref, 1, "notBreaching");
        Alarm(stack, "ReadThrottle", "AWS/Kinesis", "ReadProvisionedThroughputExceeded", "Sum", "StreamName", stream.Ref, 1, "notBreaching");

        var logs = new CfnLogGroup(stack, "Logs", new CfnLogGroupProps { RetentionInDays = 30, Tags = Tagged("FirehoseStream") });
        logs.ApplyRemovalPolicy(RemovalPolicy.DESTROY);
        var role = new CfnRole(stack, "Role", new CfnRoleProps
        {
            AssumeRolePolicyDocument = Document(
                Statement(["sts:AssumeRole"], null, new Dictionary<string, object> { ["Service"] = "firehose.amazonaws.com" })),
            Tags = Tagged("FirehoseStream"),
        });
        var logStream = new CfnLogStream(stack, "Log", new CfnLogStreamProps { LogGroupName = logs.Ref, LogStreamName = "Delivery" });
        var delivery = Delivery(stack, stream, role, logs, logStream);
        var policy = Policy(stack, stream, role, logs);
        delivery.AddDependency(policy);
        Alarm(stack, "Freshness", "AWS/Firehose", "DeliveryToS3.DataFreshness", "Maximum", "DeliveryStreamName", delivery.Ref, 600, "notBreaching");
        Alarm(stack, "Success", "AWS/Firehose", "DeliveryToS3.Success", "Average", "DeliveryStreamName", delivery.Ref, 0.95, "notBreaching");
    }

    private static CfnDeliveryStream Delivery(Stack stack, CfnStream stream, CfnRole role, CfnLogGroup logs, CfnLogStream logStream)
    {
        var delivery = new CfnDeliveryStream(stack, "Delivery", new CfnDeliveryStreamProps
        {
            DeliveryStreamType = "KinesisStreamAsSource",
            KinesisStreamSourceConfiguration = new CfnDeliveryStream.KinesisStreamSourceConfigurationProperty
            {
                KinesisStreamArn = stream.AttrArn,
                RoleArn = role.AttrArn,
            },
            ExtendedS3DestinationConfiguration = new CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty
            {
                BucketArn = BucketArn,
                RoleArn = role.AttrArn,
                Prefix = "data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/",
                ErrorOutputPrefix = "errors/!{firehose:error-output-type}/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/",
                BufferingHints = new CfnDeliveryStream.BufferingHintsProperty { SizeInMBs = 5, IntervalInSeconds = 300 },
                CompressionFormat = "GZIP",
                CloudWatchLoggingOptions = new CfnDeliveryStream.CloudWatchLoggingOptionsProperty
                {
                    Enabled = true,
                    LogGroupName = logs.Ref,
                    LogStreamName = logStream.Ref,
                },
                S3BackupMode = "Disabled",
            },
            Tags = Tagged("FirehoseStream"),
        });
        Excuse(delivery, "AwsSolutions-KDF1", "The source holds the records.");
        return delivery;
    }

    private static CfnPolicy Policy(Stack stack, CfnStream stream, CfnRole role, CfnLogGroup logs)
    {
        var log = $"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:{logs.Ref}:log-stream:Delivery";
        var policy = new CfnPolicy(stack, "Policy", new CfnPolicyProps
        {
            PolicyName = "Delivery",
            Roles = [role.Ref],
            PolicyDocument = Document(
                Statement(["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"], stream.AttrArn),
                Statement(["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], BucketArn),
                Statement(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], $"{BucketArn}/*"),
                Statement(["logs:PutLogEvents"], log)),
        });
        Excuse(policy, "AwsSolutions-IAM5", "Objects get their names as they come.");
        return policy;
    }

    private static void Excuse(CfnResource resource, string rule, string reason) =>
        resource.AddMetadata("cdk_nag", new Dictionary<string, object>
        {
            ["rules_to_suppress"] = new object[] { new Dictionary<string, object> { ["id"] = rule, ["reason"] = reason } },
        });

    private static void Alarm(
        Stack stack, string id, string space, string metric, string statistic, string dimension, string name, double threshold, string missing) =>
        _ = new CfnAlarm(stack, $"{id}Alarm", new CfnAlarmProps
        {
            AlarmDescription = $"{metric} is past its threshold.",
            Namespace = space,
            MetricName = metric,
            Statistic = statistic,
            Dimensions = new object[] { new CfnAlarm.DimensionProperty { Name = dimension, Value = name } },
            Period = 60,
            EvaluationPeriods = 5,
            DatapointsToAlarm = 5,
            Threshold = threshold,
            ComparisonOperator = "GreaterThanOrEqualToThreshold",
            TreatMissingData = missing,
            Tags = Tagged(dimension == "StreamName" ? "DataStream" : "FirehoseStream"),
        });

    private static CfnTag[] Tagged(string construct) => [new CfnTag { Key = "shardwise:construct", Value = construct }];

    private static Dictionary<string, object> Document(params Dictionary<string, object>[] statements) =>
        new() { ["Version"] = "2012-10-17", ["Statement"] = statements };

    private static Dictionary<string, object> Statement(string[] actions, string? resource, Dictionary<string, object>? principal = null)
    {
        var statement = new Dictionary<string, object> { ["Effect"] = "Allow", ["Action"] = actions };
        if (resource is not null)
            statement["Resource"] = resource;
        if (principal is not null)
            statement["Principal"] = principal;
        return statement;
    }
}
