using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.S3;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>The role that Kinesis takes for a channel, and what it may do: no more than the channel's own parts need.</summary>
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

    public void AllowBucket(IBucket bucket)
    {
        Allow([bucket.BucketArn], "s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads");
        Allow([bucket.ArnForObjects("*")], "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject");
        bucket.EncryptionKey?.Grant(Role, "kms:Decrypt", "kms:GenerateDataKey");
    }

    public CfnPolicy Policy
    {
        get
        {
            var policy = Role.Node.FindChild("DefaultPolicy");
            NagRule.Suppress(policy, "AwsSolutions-IAM5", "Objects and tables get their names as they come, in one bucket each.");
            return (CfnPolicy)policy.Node.DefaultChild!;
        }
    }
}
