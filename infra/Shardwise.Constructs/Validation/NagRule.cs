using Amazon.CDK;
using Constructs;

namespace Shardwise.Constructs.Validation;

/// <summary>Tells cdk-nag, in the template itself, why one of its rules does not apply. Users need no package for it.</summary>
internal static class NagRule
{
    public static void Suppress(IConstruct construct, string rule, string reason) => Suppress(construct, (rule, reason));

    // All of a resource's rules at once: said again, the metadata would replace what was said before.
    public static void Suppress(IConstruct construct, params (string Rule, string Reason)[] rules) =>
        (construct as CfnResource ?? (CfnResource)construct.Node.DefaultChild!).AddMetadata("cdk_nag", new Dictionary<string, object>
        {
            ["rules_to_suppress"] = rules
                .Select(rule => new Dictionary<string, object> { ["id"] = rule.Rule, ["reason"] = rule.Reason }).ToArray<object>(),
        });
}
