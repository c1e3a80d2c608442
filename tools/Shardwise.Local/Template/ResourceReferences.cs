using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>
/// What <c>Ref</c> and <c>Fn::GetAtt</c> give for a resource. A type that does not run here has plausible values too, since roles and keys are named
/// everywhere and used by nothing.
/// </summary>
internal sealed class ResourceReferences(LocalAccount account)
{
    public string Ref(string type, string name, JsonObject properties, Func<JsonNode?, JsonNode?> resolve) => type switch
    {
        "AWS::SQS::Queue" => account.QueueUrl(name),
        "AWS::SNS::Topic" or "AWS::Lambda::Version" or "AWS::Lambda::Alias" or "AWS::Lambda::LayerVersion" or "AWS::IAM::ManagedPolicy"
            or "AWS::SecretsManager::Secret" or "AWS::StepFunctions::StateMachine" or "AWS::CloudFormation::Stack" =>
                Arn(type, name, properties, resolve),
        "AWS::Events::Rule" when Text(properties["EventBusName"], resolve) is { } bus and not "default" => $"{bus}|{name}",
        "AWS::Lambda::EventSourceMapping" => MappingId(name),
        _ => name,
    };

    public string Arn(string type, string name, JsonObject properties, Func<JsonNode?, JsonNode?> resolve) => type switch
    {
        "AWS::Kinesis::Stream" => account.Arn("kinesis", $"stream/{name}"),
        "AWS::KinesisFirehose::DeliveryStream" => account.Arn("firehose", $"deliverystream/{name}"),
        "AWS::Lambda::Function" => account.Arn("lambda", $"function:{name}"),
        "AWS::Lambda::EventSourceMapping" => account.Arn("lambda", $"event-source-mapping:{MappingId(name)}"),
        "AWS::Lambda::Version" => FunctionArn(properties, resolve) + ":1",
        "AWS::Lambda::Alias" => $"{FunctionArn(properties, resolve)}:{name}",
        "AWS::Lambda::LayerVersion" => account.Arn("lambda", $"layer:{name}:1"),
        "AWS::S3::Bucket" => $"arn:{LocalAccount.Partition}:s3:::{name}",
        "AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable" => account.Arn("dynamodb", $"table/{name}"),
        "AWS::Events::Rule" => Text(properties["EventBusName"], resolve) is { } bus and not "default"
            ? account.Arn("events", $"rule/{bus[(bus.LastIndexOf('/') + 1)..]}/{name}")
            : account.Arn("events", $"rule/{name}"),
        "AWS::Events::EventBus" => account.Arn("events", $"event-bus/{name}"),
        "AWS::Scheduler::Schedule" => account.Arn("scheduler", $"schedule/{Text(properties["GroupName"], resolve) ?? "default"}/{name}"),
        "AWS::Scheduler::ScheduleGroup" => account.Arn("scheduler", $"schedule-group/{name}"),
        "AWS::Pipes::Pipe" => account.Arn("pipes", $"pipe/{name}"),
        "AWS::CloudWatch::Alarm" or "AWS::CloudWatch::CompositeAlarm" => account.Arn("cloudwatch", $"alarm:{name}"),
        "AWS::CloudWatch::Dashboard" => $"arn:{LocalAccount.Partition}:cloudwatch::{account.Id}:dashboard/{name}",
        "AWS::Logs::LogGroup" => account.Arn("logs", $"log-group:{name}:*"),
        "AWS::Glue::Database" => account.Arn("glue", $"database/{name}"),
        "AWS::Glue::Table" => account.Arn("glue", $"table/{Text(properties["DatabaseName"], resolve)}/{name}"),
        "AWS::IAM::Role" => account.IamArn($"role{Path(properties, resolve)}{name}"),
        "AWS::IAM::User" => account.IamArn($"user{Path(properties, resolve)}{name}"),
        "AWS::IAM::ManagedPolicy" => account.IamArn($"policy{Path(properties, resolve)}{name}"),
        "AWS::KMS::Key" => account.Arn("kms", $"key/{name}"),
        "AWS::SSM::Parameter" => account.Arn("ssm", $"parameter/{name.TrimStart('/')}"),
        "AWS::SecretsManager::Secret" => account.Arn("secretsmanager", $"secret:{name}"),
        "AWS::StepFunctions::StateMachine" => account.Arn("states", $"stateMachine:{name}"),
        "AWS::CloudFormation::Stack" => account.Arn("cloudformation", $"stack/{name}/00000000-0000-0000-0000-000000000000"),
        _ => account.Arn(Service(type), name),
    };

    /// <summary>The attribute's value, or null where a type that runs here has no such attribute.</summary>
    public JsonNode? Attribute(
        string type, string name, string logicalId, string attribute, JsonObject properties,
        Func<JsonNode?, JsonNode?> resolve) => (type, attribute) switch
        {
            ("AWS::SNS::Topic", "TopicArn") or ("AWS::Lambda::Version" or "AWS::Lambda::Function", "FunctionArn") or (
                "AWS::Lambda::EventSourceMapping", "EventSourceMappingArn")
                or (_, "Arn" or "ARN") => Arn(type, name, properties, resolve),
            ("AWS::SQS::Queue", "QueueName") or ("AWS::SNS::Topic", "TopicName") or ("AWS::Events::EventBus",
                "Name") or ("AWS::IAM::Role", "RoleId") => name,
            ("AWS::SQS::Queue", "QueueUrl") => account.QueueUrl(name),
            ("AWS::Kinesis::Stream", "StreamId") => name,
            ("AWS::Lambda::Version", "Version") => "1",
            ("AWS::S3::Bucket", "DomainName") => $"{name}.s3.amazonaws.com",
            ("AWS::S3::Bucket", "RegionalDomainName") => $"{name}.s3.{account.Region}.amazonaws.com",
            ("AWS::S3::Bucket", "DualStackDomainName") => $"{name}.s3.dualstack.{account.Region}.amazonaws.com",
            ("AWS::S3::Bucket", "WebsiteURL") => $"http://{name}.s3-website-{account.Region}.amazonaws.com",
            ("AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable", "StreamArn") => account.Arn(
                "dynamodb", $"table/{name}/stream/2026-01-01T00:00:00.000"),
            ("AWS::DynamoDB::GlobalTable", "TableId") or ("AWS::KMS::Key", "KeyId") or ("AWS::SecretsManager::Secret", "Id") => name,
            ("AWS::SSM::Parameter", "Value" or "Type") => resolve(properties[attribute]),
            ("AWS::Kinesis::Stream" or "AWS::Lambda::Function" or "AWS::SQS::Queue" or "AWS::S3::Bucket" or "AWS::Events::Rule", _) => null,
            _ => $"{logicalId}.{attribute}",
        };

    private static string Service(string type) => type.Split("::") is [_, var service, ..] ? service.ToLowerInvariant() : "unknown";

    private static string? Text(JsonNode? node, Func<JsonNode?, JsonNode?> resolve) => TemplateResolver.Text(resolve(node));

    private static string Path(JsonObject properties, Func<JsonNode?, JsonNode?> resolve) => Text(properties["Path"], resolve) ?? "/";

    private string FunctionArn(JsonObject properties, Func<JsonNode?, JsonNode?> resolve)
    {
        string function = Text(properties["FunctionName"], resolve) ?? "";
        return function.StartsWith("arn:", StringComparison.Ordinal) ? function : account.Arn("lambda", $"function:{function}");
    }

    // Lambda names mappings by a UUID; the same at every run.
    private static string MappingId(string name) =>
        new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();
}
