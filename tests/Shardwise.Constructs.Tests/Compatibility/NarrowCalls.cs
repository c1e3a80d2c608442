using Amazon.CDK.AWS.APIGateway;
using Amazon.CDK.AWS.CloudTrail;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.KinesisAnalyticsV2;
using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;

namespace Shardwise.Constructs.Tests.Compatibility;

/// <summary>
/// Calls the members that newer CDKs widened as anybody would who knows the oldest alone. Only compiled, for the comparison to find them.
/// </summary>
internal static class NarrowCalls
{
    public static readonly string[] Names =
    [
        "AlarmStatusWidgetProps.Alarms", "CfnApplicationProps.ServiceExecutionRole", "CfnDeliveryStreamProps.DeliveryStreamName",
        "CfnEventSourceMappingProps.EventSourceArn", "CfnEventSourceMappingProps.FunctionName", "CfnLogStreamProps.LogGroupName",
        "CfnSubscriptionFilterProps.DestinationArn", "CfnSubscriptionFilterProps.LogGroupName", "CfnSubscriptionFilterProps.RoleArn",
        "CfnTrailProps.KmsKeyId", "CfnTrailProps.S3BucketName", "FunctionProps.LogGroup", "RuleProps.EventBus", "new LogGroupLogDestination",
    ];

    public static object[] Make(ILogGroup logs, IEventBus bus, IAlarm[] alarms) =>
    [
        new FunctionProps { LogGroup = logs },
        new RuleProps { EventBus = bus },
        new LogGroupLogDestination(logs),
        new AlarmStatusWidgetProps { Alarms = alarms },
        new CfnEventSourceMappingProps { FunctionName = "", EventSourceArn = "" },
        new CfnTrailProps { S3BucketName = "", KmsKeyId = "" },
        new CfnApplicationProps { ServiceExecutionRole = "" },
        new CfnLogStreamProps { LogGroupName = "" },
        new CfnDeliveryStreamProps { DeliveryStreamName = "" },
        new CfnSubscriptionFilterProps { LogGroupName = "", DestinationArn = "", RoleArn = "" },
    ];
}
