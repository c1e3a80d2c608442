using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Flink;
using KinesisStream = Amazon.CDK.AWS.Kinesis.Stream;

namespace Shardwise.Constructs.Tests.Flink;

/// <summary>What applications are made of in the tests: all of it made elsewhere, so that a template holds the application alone.</summary>
internal sealed class FlinkParts(Stack stack)
{
    private const string Here = "eu-west-1:111122223333";
    private int count;

    public IBucket Bucket => Amazon.CDK.AWS.S3.Bucket.FromBucketName(stack, Id("Code"), "example-code");

    public FlinkCode Code => FlinkCode.FromBucket(Bucket, "clicks/clicks-1.4.jar");

    public FlinkApplicationProps Props => new() { Code = Code };

    public IKey Key => Amazon.CDK.AWS.KMS.Key.FromKeyArn(stack, Id("Key"), $"arn:aws:kms:{Here}:key/0a1b2c3d-1111-2222-3333-444455556666");

    public IStream Stream(string name, IKey? key = null) => KinesisStream.FromStreamAttributes(stack, Id("Stream"), new StreamAttributes
    {
        StreamArn = $"arn:aws:kinesis:{Here}:stream/{name}",
        EncryptionKey = key,
    });

    public FlinkVpc Vpc(int subnets = 2, int groups = 1) => new()
    {
        Subnets = [.. Enumerable.Range(1, subnets).Select(n => Subnet.FromSubnetId(stack, Id("Subnet"), $"subnet-0000000{n}"))],
        SecurityGroups = [.. Enumerable.Range(1, groups).Select(n => SecurityGroup.FromSecurityGroupId(stack, Id("Group"), $"sg-0000000{n}"))],
    };

    private string Id(string name) => $"{name}{++count}";
}
