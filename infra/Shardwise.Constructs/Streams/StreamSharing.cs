using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>
/// A grant on a stream, with all of its halves: the principal's own policies, the stream's resource policy where those are not enough, and the
/// policy of its key. A half that nothing here can write is refused, or said in a warning where somebody else can.
/// </summary>
internal sealed class StreamSharing
{
    private const string NotHere = "shardwise:stream-policy-not-here";

    private readonly IDataStream stream;
    private readonly IGrantable grantable;
    private readonly string method;
    private readonly Grantee grantee;

    public StreamSharing(IDataStream stream, IGrantable grantable, string method)
    {
        (this.stream, this.grantable, this.method) = (stream, grantable, method);
        grantee = Grantee.Of(grantable, stream.Stream.Account(), Home);
    }

    /// <summary>Where the principal keeps what is its own, such as its tables: its own stack where that is of another account or region.</summary>
    public IConstruct PlaceOfItsOwn => grantee.IsElsewhere(Home) && grantee.Stack is { } own ? own : stream;

    private Stack Home => Stack.Of(stream);

    private PropsCheck Check => new($"DataStream '{stream.Node.Id}' cannot be granted to {grantee.Text} by {method}");

    /// <summary>Refuses a principal whose policies are not written here, for a grant that is more than the stream's policy can say.</summary>
    public void RequireEditable(string share) => Check.Require(
        grantee.IsEditable, "The grantee", "one whose policies are not written in this app",
        $"{share} with its account, which then grants its principals the rest; or a role that this app makes").ThrowIfAny();

    /// <summary>Refuses a principal of another account, for a grant that reaches no other.</summary>
    public void RequireOwnAccount() => Check.Require(
        grantee.IsPlain || (grantee.IsEditable && grantee.Relation == AccountRelation.Unknown), "The grantee", "not of its account",
        "a FanOutConsumer beside the stream with ShareRead or GrantRead, since an account registers consumers of its own streams only")
        .ThrowIfAny();

    /// <summary>Grants actions that reach principals of the stream's own account only.</summary>
    public Grant GrantWithin(string[] actions, string[] keyActions, Func<Grant> plain)
    {
        RequireOwnAccount();
        return grantee.IsElsewhere(Home) ? GrantElsewhere(actions, keyActions, through: null) : plain();
    }

    /// <summary>Grants actions on the stream, and on its key.</summary>
    /// <param name="actions">On the stream.</param>
    /// <param name="keyActions">On its key, where it has one of its own.</param>
    /// <param name="plain">The grant to a principal of the stream's own account whose policies are written here.</param>
    /// <param name="through">The consumer that is read through, where it is one; its part of the plain grant is in that.</param>
    public Grant Grant(string[] actions, string[] keyActions, Func<Grant> plain, IFanOutConsumer? through = null)
    {
        if (stream.EncryptionKey is { } key)
            KeyPolicy.Check(key, grantable);
        if (grantee.IsPlain)
            return grantee.IsElsewhere(Home) ? GrantElsewhere(actions, keyActions, through) : plain();
        if (stream is not DataStream made)
            return GrantOnImported(actions, keyActions, plain, through);
        // It may be of this very account: what was enough until now is left as it is.
        if (grantee.Relation == AccountRelation.Unknown && grantee.IsEditable && stream.EncryptionKey is null)
            return grantee.IsElsewhere(Home) ? GrantElsewhere(actions, keyActions, through) : plain();
        CheckShareable(actions).ThrowIfAny();
        var grant = grantee.IsElsewhere(Home) || !grantee.IsEditable ? GrantElsewhere(actions, keyActions, through) : plain();
        made.AddToResourcePolicy(Statement(actions, made.StreamArn));
        if (through is FanOutConsumer consumer)
            consumer.AddToResourcePolicy(Statement(StreamAccess.ConsumerReading, consumer.ConsumerArn));
        if (keyActions.Length > 0 && stream.EncryptionKey is { } shared)
            KeyPolicy.Add(stream, shared, Statement(keyActions, "*"), $"{Capital(grantee.Text)} uses the stream");
        return grant;
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    // The principal's half in words that its own stack can say: a key made here has no name there, so that it is told by what it encrypts.
    private Grant GrantElsewhere(string[] actions, string[] keyActions, IFanOutConsumer? through)
    {
        if (grantee.IsElsewhere(Home))
            CheckNamed();
        var grant = StreamAccess.GrantOn(grantable, stream.StreamArn, actions);
        // A consumer's ARN ends with the time of its creation: another account or region knows it by its name only.
        if (through is not null)
            grant = grant.Combine(StreamAccess.GrantOn(
                grantable, through is FanOutConsumer ? $"{stream.StreamArn}/consumer/{through.ConsumerName}:*" : through.ConsumerArn,
                StreamAccess.ConsumerReading));
        if (keyActions.Length == 0 || stream.EncryptionKey is not { } key)
            return grant;
        var unnamed = NamedKey.Of(key).Arn is null || (key.Node.DefaultChild is CfnKey && grantee.IsElsewhere(Stack.Of(key)));
        return grant.Combine(Amazon.CDK.AWS.IAM.Grant.AddToPrincipal(new GrantOnPrincipalOptions
        {
            Grantee = grantable,
            Actions = keyActions,
            ResourceArns = [unnamed ? Home.FormatArn(new ArnComponents { Service = "kms", Resource = "key", ResourceName = "*" }) : key.KeyArn],
            Conditions = new Dictionary<string, IDictionary<string, object>>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["kms:EncryptionContext:aws:kinesis:arn"] = stream.StreamArn },
            },
        }));
    }

    private Grant GrantOnImported(string[] actions, string[] keyActions, Func<Grant> plain, IFanOutConsumer? through)
    {
        if (grantee.Relation == AccountRelation.Unknown && grantee.IsEditable)
            return plain();
        Check.Require(
            grantee.IsEditable, "The stream", "not made in this app",
            $"the same grant, {nameof(DataStream.ShareRead)} or {nameof(DataStream.ShareWrite)} where the stream is made, since its policy is its "
            + "own stack's to write").ThrowIfAny();
        var policy = PolicyText.Of(Home, Statement(actions, stream.StreamArn));
        var key = keyActions.Length > 0 && stream.EncryptionKey is not null
            ? $", and to its key's policy the statement {PolicyText.Of(Home, Statement(keyActions, "*"))}"
            : "";
        var consumer = through is null
            ? ""
            : ", to the consumer's resource policy the statement "
                + PolicyText.Of(Home, Statement(StreamAccess.ConsumerReading, through.ConsumerArn));
        Warning.Add(
            stream,
            NotHere,
            $"{method} is half of what {grantee.Text} needs, since the stream is of account {stream.Stream.Account()} and not made in this app: have "
            + $"its stack call ShareRead or ShareWrite, or add to the stream's resource policy the statement {policy}{consumer}{key}");
        return plain();
    }

    private PropsCheck CheckShareable(string[] actions)
    {
        var check = Check;
        check.Require(
            stream.EncryptionKey is not null || grantee.Relation == AccountRelation.Same || grantee.IsService, "The stream's key",
            "alias/aws/kinesis",
            "a key of your own (CustomerManagedKey or EncryptionKey), since no other account can use the AWS-managed one");
        var not = actions.Except(StreamAccess.Reading).Except(StreamAccess.Writing).ToList();
        check.Require(
            not.Count == 0, "actions", string.Join(", ", not),
            $"{string.Join(", ", StreamAccess.Reading.Union(StreamAccess.Writing))}, since ShareRead and ShareWrite reach no more");
        return check;
    }

    private void CheckNamed()
    {
        var (account, region) = (Home.Account, Home.Region);
        Check.Require(
            !PropsCheck.IsToken(account) && !PropsCheck.IsToken(region), "The stream's stack", $"'{Home.StackName}' without an account and a region",
            $"an env with both, since the grantee's stack '{grantee.Stack!.StackName}' is of another environment").ThrowIfAny();
    }

    private PolicyStatement Statement(string[] actions, string resource) =>
        new(new PolicyStatementProps { Principals = [grantee.Shared], Actions = actions, Resources = [resource] });
}
