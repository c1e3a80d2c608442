namespace Shardwise.Local.Template;

/// <summary>The account and region that a template sees here.</summary>
internal sealed record LocalAccount(string Region, string Id)
{
    public const string Partition = "aws";

    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{Id}:{resource}";

    /// <summary>An ARN of IAM, which knows no region.</summary>
    public string IamArn(string resource) => $"arn:{Partition}:iam::{Id}:{resource}";

    public string QueueUrl(string name) => $"https://sqs.{Region}.amazonaws.com/{Id}/{name}";
}
