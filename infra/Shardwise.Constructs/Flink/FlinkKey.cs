using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;

namespace Shardwise.Constructs.Flink;

/// <summary>What the policy of a key must say so that the service encrypts an application's state with it.</summary>
/// <remarks>
/// Source: "Managing CMK using APIs", "Create a KMS key policy", in the developer guide of Managed Service for Apache Flink. Two principals of the
/// service use the key, for snapshots and checkpoints and for the state of running tasks; the application's own role needs nothing. What the guide
/// allows the operator besides is for who deploys, whom a key's policy leaves to IAM where it has the account's root statement.
/// </remarks>
internal sealed class FlinkKey(FlinkApplication application, IKey key, string? applicationName)
{
    private const string Service = "kinesisanalytics.amazonaws.com";
    private const string Infrastructure = "infrastructure.kinesisanalytics.amazonaws.com";
    private const string Context = "kms:EncryptionContext:aws:kinesisanalytics:arn";

    /// <summary>Adds the statements to a key of this app; of any other, one warning holds them all.</summary>
    public void AllowService()
    {
        KeyPolicy.CheckDelegation(key);
        var stack = Stack.Of(application);
        var missing = Statements(stack).Where(statement => !key.AddToResourcePolicy(statement, allowNoOp: true).StatementAdded).ToList();
        if (missing.Count > 0)
            Warning.Add(
                application, "shardwise:flink-key-policy-not-here",
                $"The service encrypts the state of FlinkApplication '{application.Node.Id}' only if the key's own policy lets it, and the key "
                + $"{PolicyText.Of(stack, key.KeyArn)} is not made in this app: add to its policy the statements "
                + $"[{string.Join(',', missing.Select(statement => PolicyText.Of(stack, statement)))}]");
    }

    // The key's policy cannot name an application by a name that CloudFormation chooses: the application names the key, and one of the two must be
    // first.
    private IEnumerable<PolicyStatement> Statements(Stack stack)
    {
        var arn = stack.FormatArn(new ArnComponents
        {
            Service = "kinesisanalytics",
            Resource = "application",
            ResourceName = applicationName ?? "*",
        });
        Dictionary<string, object> When(params (string Key, string Value)[] also) => new()
        {
            [applicationName is null ? "StringLike" : "StringEquals"] = also.ToDictionary(each => each.Key, each => (object)each.Value),
        };
        (string, string) source = ("aws:SourceArn", arn), account = ("aws:SourceAccount", stack.Account), context = (Context, arn);
        yield return Statement([Service, Infrastructure], ["kms:DescribeKey"], When(source, account));
        yield return Statement([Service], ["kms:GenerateDataKey"], When(source, account, context));
        yield return Statement([Service], ["kms:Decrypt"], When(context));
        yield return Statement([Infrastructure], ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"], When(context));
        yield return Statement([Infrastructure], ["kms:CreateGrant"], new(When(context, ("kms:GrantConstraintType", "EncryptionContextSubset")))
        {
            ["ForAllValues:StringEquals"] = new Dictionary<string, object> { ["kms:GrantOperations"] = "Decrypt" },
        });
    }

    private static PolicyStatement Statement(string[] services, string[] actions, Dictionary<string, object> conditions) =>
        new(new PolicyStatementProps
        {
            Principals = [.. services.Select(service => new ServicePrincipal(service))],
            Actions = actions,
            Resources = ["*"],
            Conditions = conditions,
        });
}
