namespace Shardwise.Local.Template;

/// <summary>Which types of resources run here, which are passed over, and which are said not to run: the one place where types are listed.</summary>
internal static class ResourceSupport
{
    private const ResourceHandling Runs = ResourceHandling.Runs;
    private const ResourceHandling PassedOver = ResourceHandling.PassedOver;
    private const ResourceHandling NotRun = ResourceHandling.NotRun;

    // The longest that fits counts. What a resource of a type that runs cannot do here is said by whoever runs it.
    private static readonly ResourceRule[] Rules =
    [
        new("AWS::Kinesis::Stream", Runs, "a stream of the local Kinesis") { IsReadWhole = true },
        new("AWS::Kinesis::StreamConsumer", Runs, "read by the mappings that name it"),
        new("AWS::Lambda::Function", Runs, "a process of its own") { IsReadWhole = true },
        new("AWS::Lambda::EventSourceMapping", Runs, "reads its stream and invokes its function") { IsReadWhole = true },
        new("AWS::Events::Rule", Runs, "invokes its targets") { IsReadWhole = true },
        new("AWS::SQS::Queue", Runs, "a queue"),
        new("AWS::Events::EventBus", Runs, "a bus of events"),
        new("AWS::Events::EventBusPolicy", PassedOver, "a permission"),
        new("AWS::Scheduler::Schedule", Runs, "sends to its target by the clock") { IsReadWhole = true },
        new("AWS::Scheduler::ScheduleGroup", PassedOver, "groups schedules, which run without"),
        new("AWS::CloudWatch::Alarm", Runs, "looked at each minute"),
        new("AWS::CloudWatch::CompositeAlarm", Runs, "looked at each minute"),
        new("AWS::DynamoDB::Table", Runs, "a table of dynalite"),
        new("AWS::DynamoDB::GlobalTable", Runs, "a table of dynalite, in one region"),
        new("AWS::SNS::Topic", Runs, "a topic"),
        new("AWS::SNS::Subscription", Runs, "gets what is published to its topic") { IsReadWhole = true },
        new("AWS::S3::Bucket", Runs, "a folder") { IsReadWhole = true },
        new("AWS::KinesisFirehose::DeliveryStream", Runs, "delivers to buckets, and to endpoints of this machine"),
        new("AWS::Glue::Table", Runs, "gives delivery streams their columns"),
        new("AWS::CloudFormation::Stack", Runs, "its resources run with those of its parent"),
        new("AWS::SSM::Parameter", Runs, "read by the stacks that name it"),

        new("AWS::Glue::Database", PassedOver, "its tables are read where they are"),
        new("AWS::Lambda::LayerVersion", Runs, "lies in the paths of the functions that have it, and not at /opt"),
        new("AWS::Lambda::LayerVersionPermission", PassedOver, "a permission"),
        new("AWS::Lambda::Permission", PassedOver, "a permission"),
        new("AWS::Lambda::Version", PassedOver, "a function has one version here"),
        new("AWS::Lambda::Alias", PassedOver, "a function has one version here"),
        new("AWS::Lambda::EventInvokeConfig", Runs, "retries and destinations of asynchronous invocations"),
        new("AWS::S3::BucketPolicy", PassedOver, "a permission"),
        new("AWS::SQS::QueuePolicy", PassedOver, "a permission"),
        new("AWS::SQS::QueueInlinePolicy", PassedOver, "a permission"),
        new("AWS::SNS::TopicPolicy", PassedOver, "a permission"),
        new("AWS::SNS::TopicInlinePolicy", PassedOver, "a permission"),
        new("AWS::Kinesis::ResourcePolicy", PassedOver, "a permission"),
        new("AWS::IAM::", PassedOver, "a permission"),
        new("AWS::KMS::", PassedOver, "nothing is encrypted here"),
        new("AWS::Logs::", PassedOver, "logs go to the terminal"),
        new("AWS::CloudWatch::", PassedOver, "nobody looks at it here"),
        new("AWS::ApplicationInsights::", PassedOver, "nobody looks at it here"),
        new("AWS::ResourceGroups::", PassedOver, "nobody looks at it here"),
        new("AWS::Budgets::", PassedOver, "nothing costs anything here"),
        new("AWS::CodeDeploy::", PassedOver, "nothing is deployed here"),
        new("AWS::ApplicationAutoScaling::", PassedOver, "there is no capacity here that it would change"),
        new("AWS::CDK::Metadata", PassedOver, "tells AWS which constructs were used"),
        new("AWS::EC2::", PassedOver, "functions run on this machine's network"),
        new("Custom::S3BucketNotifications", Runs, "tells of its bucket's objects"),
        new("Custom::LogRetention", PassedOver, "done once, at deployment"),
        new("Custom::S3AutoDeleteObjects", PassedOver, "done once, when the stack is deleted"),
        new("Custom::CrossRegionExportWriter", PassedOver, "stacks here know each other's exports"),
        new("Custom::CrossRegionExportReader", PassedOver, "stacks here know each other's exports"),
        new("Custom::", NotRun, "custom resources act at deployment, and nothing is deployed here"),
        new("AWS::CloudFormation::CustomResource", NotRun, "custom resources act at deployment, and nothing is deployed here"),
    ];

    private static readonly ResourceRule Unknown = new("", NotRun, "nothing here runs this type");

    public static ResourceRule Of(string type) =>
        Rules.Where(
            rule => rule.Type == type || (rule.Type.EndsWith("::", StringComparison.Ordinal) && type.StartsWith(rule.Type, StringComparison.Ordinal)))
            .MaxBy(rule => rule.Type.Length) ?? Unknown;
}
