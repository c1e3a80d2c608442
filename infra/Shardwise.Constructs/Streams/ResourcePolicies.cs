using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace Shardwise.Constructs.Streams;

/// <summary>The resource policy of a stream or of a consumer, for which Amazon.CDK.Lib 2.160.0 has no class yet.</summary>
internal static class ResourcePolicies
{
    public static PolicyDocument Make(Construct scope, string resourceArn)
    {
        var document = new PolicyDocument();
        _ = new CfnResource(scope, "ResourcePolicy", new CfnResourceProps
        {
            Type = "AWS::Kinesis::ResourcePolicy",
            Properties = new Dictionary<string, object> { ["ResourceArn"] = resourceArn, ["ResourcePolicy"] = document },
        });
        return document;
    }
}
