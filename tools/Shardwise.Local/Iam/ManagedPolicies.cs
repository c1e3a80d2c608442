using System.Collections.Frozen;

namespace Shardwise.Local.Iam;

/// <summary>
/// AWS's own policies that pipelines commonly attach, as their documents were in November 2026; of the broad ones, what concerns the
/// services that run
/// here. One that is not in the table is said not to be known, and what it may allow is allowed.
/// </summary>
internal static class ManagedPolicies
{
    private static readonly string[] Logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

    private static readonly FrozenDictionary<string, string[]> Actions = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["AWSLambdaBasicExecutionRole"] = Logs,
        ["AWSLambdaKinesisExecutionRole"] =
        [
            "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards",
                "kinesis:ListStreams",
            "kinesis:SubscribeToShard", .. Logs,
        ],
        ["AWSLambdaSQSQueueExecutionRole"] = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", .. Logs],
        ["AWSLambdaDynamoDBExecutionRole"] =
            ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams", .. Logs],
        ["AWSLambdaVPCAccessExecutionRole"] =
        [
            "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
                "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses", .. Logs,
        ],
        ["AWSLambdaRole"] = ["lambda:InvokeFunction"],
        ["AWSXRayDaemonWriteAccess"] =
            ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
                "xray:GetSamplingStatisticSummaries"],
        ["CloudWatchLambdaInsightsExecutionRolePolicy"] = Logs,
        ["AmazonKinesisFullAccess"] = ["kinesis:*"],
        ["AmazonKinesisReadOnlyAccess"] = ["kinesis:Get*", "kinesis:List*", "kinesis:Describe*"],
        ["AmazonKinesisFirehoseFullAccess"] = ["firehose:*"],
        ["AmazonKinesisFirehoseReadOnlyAccess"] = ["firehose:Describe*", "firehose:List*"],
        ["AmazonS3FullAccess"] = ["s3:*", "s3-object-lambda:*"],
        ["AmazonS3ReadOnlyAccess"] = ["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"],
        ["AmazonSQSFullAccess"] = ["sqs:*"],
        ["AmazonSQSReadOnlyAccess"] = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListDeadLetterSourceQueues", "sqs:ListQueues",
            "sqs:ListMessageMoveTasks", "sqs:ListQueueTags"],
        ["AmazonSNSFullAccess"] = ["sns:*"],
        ["AmazonSNSReadOnlyAccess"] = ["sns:GetTopicAttributes", "sns:List*", "sns:GetEndpointAttributes", "sns:GetSubscriptionAttributes"],
        ["AmazonDynamoDBFullAccess"] = ["dynamodb:*", "dax:*", "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricStatistics",
            "cloudwatch:ListMetrics"],
        ["AmazonDynamoDBReadOnlyAccess"] =
        [
            "dynamodb:BatchGetItem", "dynamodb:Describe*", "dynamodb:List*", "dynamodb:GetItem", "dynamodb:GetResourcePolicy",
                "dynamodb:Query", "dynamodb:Scan",
            "dynamodb:PartiQLSelect",
        ],
        ["AmazonEventBridgeFullAccess"] = ["events:*", "schemas:*", "scheduler:*", "pipes:*"],
        ["CloudWatchFullAccess"] = ["cloudwatch:*", "logs:*", "sns:CreateTopic", "sns:ListSubscriptions", "sns:ListTopics", "sns:Subscribe"],
        ["CloudWatchFullAccessV2"] = ["cloudwatch:*", "logs:*", "sns:CreateTopic", "sns:ListSubscriptions", "sns:ListTopics", "sns:Subscribe"],
        ["CloudWatchReadOnlyAccess"] = ["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*", "logs:Get*", "logs:List*",
            "logs:Describe*", "sns:Get*", "sns:List*"],
        ["CloudWatchAgentServerPolicy"] = ["cloudwatch:PutMetricData", "logs:PutLogEvents", "logs:DescribeLogStreams",
            "logs:DescribeLogGroups", "logs:CreateLogStream", "logs:CreateLogGroup"],
        ["AWSLambda_FullAccess"] = ["lambda:*", "cloudwatch:ListMetrics", "cloudwatch:GetMetricData", "logs:DescribeLogGroups"],
        ["AdministratorAccess"] = ["*"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The policy of an ARN such as <c>arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole</c>; null where the table has none.
    /// </summary>
    public static PolicyDocument? Find(string arn)
    {
        if (arn.Split(':') is not [_, _, "iam", "", "aws", var path])
        {
            return null;
        }

        string name = path[(path.LastIndexOf('/') + 1)..];
        return name == "PowerUserAccess" ? PowerUser : Actions.TryGetValue(name, out string[]? actions) ? Allow(actions) : null;
    }

    private static PolicyDocument PowerUser => new(
        [new PolicyStatement { IsDeny = false, NotActions = [new("iam:*"), new("organizations:*"), new("account:*")], Resources = [new("*")] }]);

    private static PolicyDocument Allow(IEnumerable<string> actions) =>
        new([new PolicyStatement { IsDeny = false, Actions = [.. actions.Select(action => new PolicyPattern(action))], Resources = [new("*")] }]);
}
