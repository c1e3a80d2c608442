using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Functions;

/// <summary>What a function runs as, and what it is given to do there.</summary>
/// <remarks>
/// A role of the construct's own has it all in its own policy. To a role that was given a policy of the construct's is attached: statements written
/// into the role itself would make the role's stack depend on this one, which depends on the role.
/// </remarks>
internal sealed class FunctionAccess
{
    private const int MaxPolicyNameLength = 128;

    private readonly Role? own;
    private readonly Policy? beside;
    private readonly List<string> wildcards = [];
    private string? justification;
    private bool needsJustification;

    public FunctionAccess(Construct scope, ILogGroup logs, IRole? given, string? roleName = null)
    {
        if (given is null)
        {
            Role = own = FunctionRole.Create(scope, logs, roleName);
            return;
        }

        Role = given;
        // The CDK's own name for it has no stack in it: of two stacks that share the role the later one's would take the place of the earlier one's.
        beside = new Policy(scope, "Policy", new PolicyProps
        {
            PolicyName = Names.UniqueResourceName(scope, new UniqueResourceNameOptions { MaxLength = MaxPolicyNameLength, Separator = "-" }),
        });
        // By the role, which says no where it takes none; named to the policy, it would not be asked.
        given.AttachInlinePolicy(beside);
        Allow(logs.LogGroupArn, "logs:CreateLogStream", "logs:PutLogEvents");
    }

    /// <summary>The role.</summary>
    public IRole Role { get; }

    public void Allow(string resource, params string[] actions) =>
        Add(new PolicyStatement(new PolicyStatementProps { Actions = actions, Resources = [resource] }), IsWildcard(resource));

    /// <summary>Allows what the operator's condition holds for.</summary>
    public void AllowIf(string conditionOperator, Dictionary<string, object> condition, string resource, params string[] actions) =>
        Add(new PolicyStatement(new PolicyStatementProps
        {
            Actions = actions,
            Resources = [resource],
            Conditions = new Dictionary<string, object> { [conditionOperator] = condition },
        }), IsWildcard(resource));

    /// <summary>Allows what has no resource-level permissions, and says so in the template.</summary>
    public void AllowOnAll(string reason, params string[] actions)
    {
        Allow("*", actions);
        wildcards.Add(reason);
    }

    public void AllowKey(IKey key, params string[] actions)
    {
        var named = NamedKey.Of(key);
        if (own is not null && named.Alias is null)
        {
            KeyPolicy.Grant(key, own, actions);
            return;
        }

        KeyPolicy.CheckDelegation(key);
        if (named.Arn is { } arn)
            Allow(arn, actions);
        else
            AllowIf("ForAnyValue:StringEquals", new() { ["kms:ResourceAliases"] = named.Alias! }, named.Resource(key.Region()), actions);
    }

    /// <summary>Says why statements end in a wildcard, once there is one.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="traced">Whether the CDK has written one for traces.</param>
    public void Justify(string reason, bool traced)
    {
        justification = string.Join(" ", wildcards.Append(reason));
        if (traced || needsJustification)
            WriteJustification();
    }

    /// <summary>Whether the role is the user's.</summary>
    public bool IsGiven => own is null;

    /// <summary>Has a function wait until its role may do what it is given here. Of a role that is made with it, the CDK sees to that.</summary>
    public void Before(IConstruct function)
    {
        if (beside is not null)
            function.Node.AddDependency(beside);
    }

    private static bool IsWildcard(string resource) => resource.EndsWith('*');

    private void Add(PolicyStatement statement, bool wildcard)
    {
        if (own is not null)
            own.AddToPrincipalPolicy(statement);
        else
            beside!.AddStatements(statement);
        if (wildcard && justification is not null && !needsJustification)
            WriteJustification();
        needsJustification |= wildcard;
    }

    private void WriteJustification()
    {
        needsJustification = true;
        if (own is not null)
            FunctionRole.JustifyWildcard(own, justification!);
        else
            NagRule.Suppress(beside!, "AwsSolutions-IAM5", justification!);
    }
}
