using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>What <c>Ref</c> and <c>Fn::GetAtt</c> give for a resource. A type that does not run here has plausible values too, since roles and keys are named everywhere and used by nothing.</summary>
internal sealed class ResourceReferences(LocalAccount account)
{
    public string Ref(string type, string name, string logicalId) => type switch
    {
        "AWS::SQS::Queue" => account.QueueUrl(name),
        "AWS::SNS::Topic" => account.Arn("sns", name),
        "AWS::Lambda::EventSourceMapping" or "AWS::KMS::Key" => PhysicalNames.Make(name, logicalId, type),
        _ => name,
    };

    /// <summary>The attribute's value, or null where a type that runs here has no such attribute.</summary>
    public JsonNode? Attribute(string type, string name, string logicalId, string attribute) => (type, attribute) switch
    {
        ("AWS::Kinesis::Stream", "Arn") => account.Arn("kinesis", $"stream/{name}"),
        ("AWS::Lambda::Function", "Arn") => account.Arn("lambda", $"function:{name}"),
        ("AWS::SQS::Queue", "Arn") => account.Arn("sqs", name),
        ("AWS::SQS::Queue", "QueueName") => name,
        ("AWS::SQS::Queue", "QueueUrl") => account.QueueUrl(name),
        ("AWS::S3::Bucket", "Arn") => $"arn:{LocalAccount.Partition}:s3:::{name}",
        ("AWS::S3::Bucket", "DomainName") => $"{name}.s3.amazonaws.com",
        ("AWS::S3::Bucket", "RegionalDomainName") => $"{name}.s3.{account.Region}.amazonaws.com",
        ("AWS::S3::Bucket", "DualStackDomainName") => $"{name}.s3.dualstack.{account.Region}.amazonaws.com",
        ("AWS::S3::Bucket", "WebsiteURL") => $"http://{name}.s3-website-{account.Region}.amazonaws.com",
        ("AWS::Events::Rule", "Arn") => account.Arn("events", $"rule/{name}"),
        ("AWS::Kinesis::Stream" or "AWS::Lambda::Function" or "AWS::SQS::Queue" or "AWS::S3::Bucket" or "AWS::Events::Rule", _) => null,
        ("AWS::IAM::Role", "Arn") => $"arn:{LocalAccount.Partition}:iam::{account.Id}:role/{name}",
        ("AWS::KMS::Key", "Arn") => account.Arn("kms", $"key/{name}"),
        ("AWS::Logs::LogGroup", "Arn") => account.Arn("logs", $"log-group:{name}:*"),
        ("AWS::SNS::Topic", "TopicArn") => account.Arn("sns", name),
        (_, "Arn") => account.Arn(Service(type), name),
        _ => $"{logicalId}.{attribute}",
    };

    private static string Service(string type) => type.Split("::") is [_, var service, ..] ? service.ToLowerInvariant() : "unknown";
}
