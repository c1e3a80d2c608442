using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Consumers;

/// <summary>A consumer whose stream is in another account: what each side must allow.</summary>
/// <remarks>
/// Sources: "Creating a cross-account event source mapping" in the Lambda developer guide, "Share access with cross-account AWS Lambda functions" in
/// the Kinesis Data Streams developer guide. The stream's policy names the account, and the role by a condition: a policy that names a role is
/// refused until the role is there, and the role's mapping until the policy is.
/// </remarks>
internal sealed class StreamElsewhere
{
    private const string NotHere = "shardwise:policy-of-another-account";

    private const int MaxRoleNameLength = 64;

    private readonly Construct scope;
    private readonly EtlConsumerProps props;
    private readonly string account;

    private StreamElsewhere(Construct scope, EtlConsumerProps props, string account)
    {
        (this.scope, this.props) = (scope, props);
        this.account = account;
        RoleName = Names.UniqueResourceName(scope, new UniqueResourceNameOptions { MaxLength = MaxRoleNameLength, Separator = "-" });
    }

    /// <summary>The name of a role that is made here, which the other side must know beforehand.</summary>
    public string RoleName { get; }

    private string RoleArn => props.Function.Role is { } given ? ArnOf(given)! : $"arn:{Partition}:iam::{Stack.Of(scope).Account}:role/{RoleName}";

    // Of an ARN that is written out, so that a person can paste what is made of it.
    private string Partition =>
        props.Stream.StreamArn.Split(':') is ["arn", var partition, ..] && !PropsCheck.IsToken(partition) ? partition : Aws.PARTITION;

    private string Subject => $"EtlConsumer '{scope.Node.Id}' reads a stream of account {account}";

    /// <summary>Whether both accounts are known, and are two.</summary>
    public static StreamElsewhere? Of(Construct scope, EtlConsumerProps props) =>
        StreamPlace.OtherAccount(scope, props.Stream) is { } account ? new(scope, props, account) : null;

    /// <summary>Refuses what AWS does not do.</summary>
    public static void Check(PropsCheck check, Construct scope, EtlConsumerProps props)
    {
        StreamPlace.SameRegion(check, nameof(props.Stream), scope, props.Stream, "Lambda polls");
        if (StreamPlace.OtherAccount(scope, props.Stream) is not { } account)
            return;
        check.Require(
            !props.EnhancedFanOut || props.FanOutConsumer is not null, nameof(props.EnhancedFanOut), "true",
            $"false, or FanOutConsumer: a consumer is registered in its stream's account, {account}");
        check.Require(
            props.FanOutConsumer is not FanOutConsumer, nameof(props.FanOutConsumer), $"made by a stack of {account}",
            "FanOutConsumer.FromConsumerArn(...): its ARN ends with the time of its creation, which no stack of another account can know");
        check.Require(
            props.Function.Role is not { } role || ArnOf(role) is not null, "Function.Role", "without a name of its own",
            $"a role with a RoleName, which the stream's policy in {account} must know beforehand");
        if (props.Stream is not DataStream made)
            return;
        check.Require(
            made.EncryptionKey is not null, nameof(props.Stream), $"of {account} and encrypted with the AWS-managed key",
            "a stream with a key of its own, since no other account can use that one");
    }

    /// <summary>
    /// Allows it on this side, and on the other one where that is in this app; where it is not, a warning says what is to be added there.
    /// </summary>
    public void Allow(FunctionAccess access)
    {
        AllowKey(access);
        var statement = Statement(StreamAccess.Reading, props.Stream.StreamArn);
        if (props.Stream is DataStream made)
        {
            made.AddToResourcePolicy(statement);
            // The mapping is refused until the stream's policy is there.
            ByName.After(Stack.Of(scope), Stack.Of(made));
        }
        else
        {
            Ask("the stream's resource policy", statement);
        }

        if (props.FanOutConsumer is { } consumer)
            Ask("the consumer's resource policy", Statement(StreamAccess.ConsumerReading, consumer.ConsumerArn));
    }

    // A key's ARN is known to its own stack alone: here it is any key of that account that decrypts this stream for Kinesis.
    private void AllowKey(FunctionAccess access)
    {
        var (arn, key, region) = (props.Stream.StreamArn, props.Stream.EncryptionKey, Stack.Of(scope).Region);
        var named = key is not null && Stack.Of(key) == Stack.Of(scope) && !PropsCheck.IsToken(key.KeyArn);
        var throughKinesis = new Dictionary<string, object>
        {
            ["kms:ViaService"] = $"kinesis.{region}.{Aws.URL_SUFFIX}",
            ["kms:EncryptionContext:aws:kinesis:arn"] = arn,
        };
        access.AllowIf("StringEquals", throughKinesis, named ? key!.KeyArn : $"arn:{Partition}:kms:{region}:{account}:key/*", "kms:Decrypt");
        var statement = Statement(["kms:Decrypt"], "*");
        if (key is not null)
            KeyPolicy.Add(scope, key, statement, $"{Subject}, which it decrypts");
        else
            Ask("the policy of the key that encrypts the stream (no other account can read one without a key of its own)", statement);
    }

    private PolicyStatement Statement(string[] actions, string resource) => new(new PolicyStatementProps
    {
        Principals = [new ArnPrincipal($"arn:{Partition}:iam::{Stack.Of(scope).Account}:root")],
        Actions = actions,
        Resources = [resource],
        Conditions = new Dictionary<string, object>
        {
            ["ArnEquals"] = new Dictionary<string, object> { ["aws:PrincipalArn"] = RoleArn },
        },
    });

    private void Ask(string where, PolicyStatement statement) => Warning.Add(
        scope,
        NotHere,
        $"{Subject} only if the other account lets it, and that is not made in this app: add to {where} the statement "
        + PolicyText.Of(Stack.Of(scope), statement));

    // Of a role that is made in this app, by what it is made with; where it has no name of its own, nobody knows it before it is deployed.
    private static string? ArnOf(IRole role)
    {
        if (role.Node.DefaultChild is not CfnRole made)
            return role.RoleArn;
        var stack = Stack.Of(made);
        return stack.Resolve(made.RoleName ?? "") is string { Length: > 0 } name
            ? $"arn:{Aws.PARTITION}:iam::{stack.Account}:role{made.Path ?? "/"}{name}"
            : null;
    }
}
