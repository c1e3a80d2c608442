using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.JSII.Runtime.Deputy;
using Constructs;

namespace Shardwise.Constructs.Validation;

/// <summary>
/// Tells cdk-nag why one of its rules does not apply. Users need no package for it. Version 2 reads the template's metadata, and version 3 the
/// construct's.
/// </summary>
internal static class NagRule
{
    private const string Wildcards = "AwsSolutions-IAM5";

    public static void Suppress(IConstruct construct, string rule, string reason) => Suppress(construct, (rule, reason));

    // All of a resource's rules at once: said again, the metadata would replace what was said before.
    public static void Suppress(IConstruct construct, params (string Rule, string Reason)[] rules)
    {
        var resource = construct as CfnResource ?? (CfnResource)construct.Node.DefaultChild!;
        resource.AddMetadata("cdk_nag", new Dictionary<string, object>
        {
            ["rules_to_suppress"] = rules
                .Select(rule => new Dictionary<string, object> { ["id"] = rule.Rule, ["reason"] = rule.Reason }).ToArray<object>(),
        });
        Acknowledge(resource, rules.Where(rule => rule.Rule != Wildcards));
        foreach (var (_, reason) in rules.Where(rule => rule.Rule == Wildcards))
            resource.Node.AddValidation(new WildcardReason((CfnPolicy)resource, reason));
    }

    private static void Acknowledge(CfnResource resource, IEnumerable<(string Rule, string Reason)> rules)
    {
        var reasons = rules.ToDictionary(rule => rule.Rule, rule => (object)rule.Reason);
        if (reasons.Count > 0)
            resource.Node.AddMetadata("aws:cdk:acknowledged-rules", reasons);
    }

    /// <summary>
    /// Acknowledges each wildcard of a policy: version 3 takes a reason for one finding only, whose id holds the resource as it is rendered. That is
    /// known when nothing is added to the policy any more, which is when constructs are asked whether they are valid.
    /// </summary>
    private sealed class WildcardReason(CfnPolicy policy, string reason) : DeputyBase, IValidation
    {
        public string[] Validate()
        {
            var document = (IDictionary<string, object>)Stack.Of(policy).Resolve(policy.PolicyDocument)!;
            Acknowledge(policy, PolicyWildcards.Of(document).Select(wildcard => ($"{Wildcards}[{wildcard}]", reason)));
            return [];
        }
    }
}
