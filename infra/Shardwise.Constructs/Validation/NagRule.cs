using Amazon.CDK;
using Constructs;

namespace Shardwise.Constructs.Validation;

/// <summary>Tells cdk-nag, in the template itself, why one of its rules does not apply. Users need no package for it.</summary>
internal static class NagRule
{
    public static void Suppress(IConstruct construct, string rule, string reason) =>
        ((CfnResource)construct.Node.DefaultChild!).AddMetadata("cdk_nag", new Dictionary<string, object>
        {
            ["rules_to_suppress"] = new object[] { new Dictionary<string, object> { ["id"] = rule, ["reason"] = reason } },
        });
}
