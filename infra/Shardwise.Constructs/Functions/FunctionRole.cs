using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Functions;

/// <summary>The role of a function: it may write to its own log group, and what is granted to it by name. No managed policy.</summary>
internal static class FunctionRole
{
    public static Role Create(Construct scope, ILogGroup logGroup, string? name = null)
    {
        var role = new Role(scope, "Role", new RoleProps { AssumedBy = new ServicePrincipal("lambda.amazonaws.com"), RoleName = name });
        // AWSLambdaBasicExecutionRole would also let it create any log group and write to every one of the account.
        Allow(role, logGroup.LogGroupArn, "logs:CreateLogStream", "logs:PutLogEvents");
        return role;
    }

    public static void Allow(Role role, string resource, params string[] actions) =>
        role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps { Actions = actions, Resources = [resource] }));

    /// <summary>Says why a statement names every resource.</summary>
    public static void JustifyWildcard(Role role, string reason) =>
        NagRule.Suppress(role.Node.FindChild("DefaultPolicy"), "AwsSolutions-IAM5", reason);
}
