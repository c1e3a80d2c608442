using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace Shardwise.Constructs.Streams;

/// <summary>The resource policy of a stream or of a consumer, for which Amazon.CDK.Lib 2.160.0 has no class yet.</summary>
internal static class ResourcePolicies
{
    /// <param name="scope">Where it belongs.</param>
    /// <param name="resourceArn">What it is the policy of.</param>
    /// <param name="resource">What must be there, and active, before.</param>
    public static PolicyDocument Make(Construct scope, string resourceArn, CfnResource? resource = null)
    {
        var document = new PolicyDocument();
        var policy = new CfnResource(scope, "ResourcePolicy", new CfnResourceProps
        {
            Type = "AWS::Kinesis::ResourcePolicy",
            Properties = new Dictionary<string, object> { ["ResourceArn"] = resourceArn, ["ResourcePolicy"] = document },
        });
        if (resource is not null)
            policy.Node.AddDependency(resource);
        return document;
    }
}
