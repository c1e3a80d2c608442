using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>The role that Kinesis takes for a channel, and what it may do: no more than the channel's own parts need.</summary>
/// <remarks>
/// Source: "IAM permissions for data delivery" in the Kinesis Data Streams developer guide. Reading the stream is not the role's: who creates the
/// channel needs <c>kinesis:CreateChannel</c> and <c>kinesis:AssociateStreamsWithChannel</c> on it.
/// </remarks>
internal sealed class ChannelRole
{
    public ChannelRole(Construct scope)
    {
        var channels = Stack.Of(scope).FormatArn(new ArnComponents { Service = "kinesis", Resource = "channel", ResourceName = "*" });
        Role = new Role(scope, "Role", new RoleProps
        {
            // Only channels of this account: another's could otherwise be told to take this role.
            AssumedBy = new ServicePrincipal("kinesis.amazonaws.com", new ServicePrincipalOpts
            {
                Conditions = new Dictionary<string, object>
                {
                    ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = Aws.ACCOUNT_ID },
                    ["ArnLike"] = new Dictionary<string, object> { ["aws:SourceArn"] = channels },
                },
            }),
        });
    }

    public Role Role { get; }

    public void Allow(string[] resources, params string[] actions) =>
        Role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps { Actions = actions, Resources = resources }));

    public void AllowBucket(IBucket bucket, IKey? key = null)
    {
        Allow([bucket.BucketArn], "s3:ListBucket", "s3:ListBucketMultipartUploads");
        Allow([bucket.ArnForObjects("*")], "s3:ListMultipartUploadParts", "s3:PutObject");
        // The context is the object's ARN, or the bucket's where it has a bucket key.
        if ((key ?? bucket.EncryptionKey) is { } encryptedWith)
            AllowEncrypting(encryptedWith, bucket.BucketArn, bucket.ArnForObjects("*"));
    }

    /// <summary>Lets the service try a key when the channel is created, and decrypt what it reads by it.</summary>
    public void AllowKey(IKey key)
    {
        KeyPolicy.CheckDelegation(key);
        AllowIf("StringEqualsIfExists", Via("kinesis"), key, "kms:Decrypt", "kms:GenerateDataKey");
    }

    /// <summary>Lets S3 encrypt what is delivered.</summary>
    public void AllowEncrypting(IKey key, params string[] contexts)
    {
        AllowKey(key);
        Allow(key, new()
        {
            ["StringEquals"] = Via("s3"),
            ["StringLike"] = new Dictionary<string, object> { ["kms:EncryptionContext:aws:s3:arn"] = contexts },
        }, "kms:Decrypt", "kms:GenerateDataKey");
    }

    /// <summary>Lets a table bucket look at the key that a table is made with.</summary>
    public void AllowDescribing(IKey key) => AllowIf("StringEquals", Via("s3tables"), key, "kms:DescribeKey");

    public CfnPolicy Policy
    {
        get
        {
            var policy = Role.Node.FindChild("DefaultPolicy");
            NagRule.Suppress(policy, "AwsSolutions-IAM5",
                "Objects and tables get their names as they come, in one bucket each; records that name their schemas may name any.");
            return (CfnPolicy)policy.Node.DefaultChild!;
        }
    }

    private void AllowIf(string conditionOperator, Dictionary<string, object> condition, IKey key, params string[] actions) =>
        Allow(key, new() { [conditionOperator] = condition }, actions);

    private void Allow(IKey key, Dictionary<string, object> conditions, params string[] actions)
    {
        var named = NamedKey.Of(key);
        foreach (var (conditionOperator, condition) in named.ByAlias())
            conditions[conditionOperator] = condition;
        Role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = actions,
            Resources = [named.Resource(key.Region())],
            Conditions = conditions,
        }));
    }

    private Dictionary<string, object> Via(string service) =>
        new() { ["kms:ViaService"] = $"{service}.{Stack.Of(Role).Region}.{Aws.URL_SUFFIX}" };
}
