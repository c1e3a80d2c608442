using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Functions;

/// <summary>Gathers what a service's role may do while the parts of a construct are rendered, so that one policy says it all.</summary>
internal class RolePolicy(Construct scope, Role role)
{
    // Each of these crosses to the CDK's JavaScript, which is what synthesis spends its time on: they are asked for once.
    protected static readonly string Partition = Aws.PARTITION;
    protected static readonly string Region = Aws.REGION;
    protected static readonly string Account = Aws.ACCOUNT_ID;

    private readonly List<Dictionary<string, object>> statements = [];
    private readonly List<string> reasons = [];

    public string RoleArn { get; } = role.RoleArn;

    public Construct Scope => scope;

    public void Allow(string[] resources, params string[] actions) => statements.Add(new()
    {
        ["Effect"] = "Allow",
        ["Action"] = actions,
        ["Resource"] = resources,
    });

    /// <summary>Allows what the operator's condition holds for.</summary>
    public void AllowIf(string conditionOperator, Dictionary<string, object> condition, string[] resources, params string[] actions)
    {
        Allow(resources, actions);
        statements[^1]["Condition"] = new Dictionary<string, object> { [conditionOperator] = condition };
    }

    /// <summary>Lets the role use a key, but only through the service that encrypts with it.</summary>
    public void AllowKey(IKey key, string service, Dictionary<string, object> context, params string[] actions) =>
        AllowKeyIn(Region, key, service, context, actions);

    /// <summary>Lets the role use the key of a bucket's objects. S3 uses it in the region of the bucket, wherever that is.</summary>
    public void AllowObjectKey(IKey key, IBucket bucket, string[] contexts, params string[] actions) =>
        AllowKeyIn(
            RegionOf(bucket) ?? Region, key, "s3", new Dictionary<string, object> { ["kms:EncryptionContext:aws:s3:arn"] = contexts }, actions);

    /// <summary>
    /// Lets the role use the key of a stream, where it has one of yours. Kinesis uses it in the region of the stream, wherever that is.
    /// </summary>
    public void AllowStreamKey(IStream stream, params string[] actions)
    {
        if (stream.EncryptionKey is not { } key)
            return;
        // A stack that leaves its region open is taken to be where its streams are, as its template has always said.
        var region = PropsCheck.IsToken(Stack.Of(scope).Region) ? null : RegionOf(stream);
        AllowKeyIn(
            region ?? Region, key, "kinesis",
            new Dictionary<string, object> { ["kms:EncryptionContext:aws:kinesis:arn"] = stream.StreamArn }, actions);
    }

    /// <summary>Says why a statement's resource ends in a wildcard.</summary>
    public void Justify(string reason) => reasons.Add(reason);

    private void AllowKeyIn(string region, IKey key, string service, Dictionary<string, object> context, string[] actions)
    {
        KeyPolicy.CheckDelegation(key);
        var named = NamedKey.Of(key);
        Allow([MadeElsewhere(key) ?? named.Resource(region)], actions);
        var condition = named.Through(service, region).ToDictionary(each => each.Key, each => (object)each.Value);
        condition["StringLike"] = context;
        statements[^1]["Condition"] = condition;
        if (named.Alias is not null)
            Justify("A key that is known by its alias alone is told by that alias.");
    }

    // A key that a stack of another account or region makes has no name here: what it encrypts says which it is.
    private string? MadeElsewhere(IKey key)
    {
        if (key.Node.DefaultChild is not CfnKey made || Stack.Of(made) is not { } home || home.Environment == Stack.Of(scope).Environment
            || PropsCheck.IsToken(home.Account) || PropsCheck.IsToken(home.Region))
            return null;
        Justify("A key of another account or region gets its name there; it is told by what it encrypts.");
        return $"arn:{Partition}:kms:{home.Region}:{home.Account}:key/*";
    }

    // Null where it is the stack's own, or not known before deployment.
    private string? RegionOf(IResource resource) =>
        resource.Region() is var region && !PropsCheck.IsToken(region) && region != Stack.Of(scope).Region ? region : null;

    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{Account}:{resource}";

    public string[] GlueArns(params string[] resources) => GlueArnsOf(null, null, resources);

    /// <summary>ARNs of the catalog of an account in a region; the stack's own where one is not given.</summary>
    public string[] GlueArnsOf(string? region, string? account, params string[] resources) =>
        resources.Select(resource => $"arn:{Partition}:glue:{region ?? Region}:{account ?? Account}:{resource}").ToArray();

    public CfnPolicy MakePolicy(string name)
    {
        var policy = new CfnPolicy(scope, "Policy", new CfnPolicyProps
        {
            PolicyName = name,
            PolicyDocument = new Dictionary<string, object> { ["Version"] = "2012-10-17", ["Statement"] = statements.ToArray() },
            Roles = [role.RoleName],
        });
        if (reasons.Count > 0)
            NagRule.Suppress(policy, "AwsSolutions-IAM5", string.Join(" ", reasons.Distinct()));
        return policy;
    }
}
