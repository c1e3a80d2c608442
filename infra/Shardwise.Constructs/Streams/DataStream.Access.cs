using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <content>Who may do what with the stream, in this account and in others.</content>
public sealed partial class DataStream
{
    private PolicyDocument? resourcePolicy;

    /// <summary>Lets a principal read the stream with GetRecords, and decrypt it where it has a key of its own.</summary>
    /// <param name="grantee">The principal.</param>
    /// <returns>The grant.</returns>
    /// <remarks>
    /// A reader with enhanced fan-out needs the consumer's ARN as well: <see cref="FanOutConsumer.GrantRead"/> or
    /// <see cref="GrantEnhancedFanOut"/>.
    /// </remarks>
    public Grant GrantRead(IGrantable grantee) => StreamAccess.GrantRead(this, grantee);

    /// <summary>Lets a principal write to the stream, and encrypt for it where it has a key of its own.</summary>
    /// <param name="grantee">The principal.</param>
    /// <returns>The grant.</returns>
    public Grant GrantWrite(IGrantable grantee) => StreamAccess.GrantWrite(this, grantee);

    /// <summary>Lets a principal read the stream and write to it.</summary>
    /// <param name="grantee">The principal.</param>
    /// <returns>The grant.</returns>
    public Grant GrantReadWrite(IGrantable grantee) => StreamAccess.GrantReadWrite(this, grantee);

    /// <summary>Lets a principal call the named actions on the stream.</summary>
    /// <param name="grantee">The principal.</param>
    /// <param name="actions">Actions such as <c>kinesis:ListShards</c>.</param>
    /// <returns>The grant.</returns>
    public Grant Grant(IGrantable grantee, params string[] actions) => StreamAccess.GrantActions(this, grantee, actions);

    /// <summary>Lets a producer that uses the Kinesis Producer Library write to the stream, and send that library's metrics.</summary>
    /// <param name="grantee">The producer.</param>
    /// <returns>The grant.</returns>
    /// <exception cref="InvalidPropsException">
    /// Kinesis distributes the stream's records itself (<see cref="RecordDistribution.Auto"/>), and so supports no aggregates of that library.
    /// </exception>
    public Grant GrantKplWrite(IGrantable grantee) => StreamAccess.GrantKplWrite(this, grantee);

    /// <summary>Lets a reader register consumers of its own with enhanced fan-out, read through them and remove them.</summary>
    /// <param name="grantee">The reader.</param>
    /// <param name="consumerName">The name that it registers; the default is any.</param>
    /// <returns>The grant.</returns>
    /// <remarks>The read calls are on the consumer's ARN, which a grant on the stream alone does not reach.</remarks>
    /// <exception cref="InvalidPropsException">The name is none that a consumer can have.</exception>
    public Grant GrantEnhancedFanOut(IGrantable grantee, string? consumerName = null) =>
        StreamAccess.GrantEnhancedFanOut(this, grantee, consumerName);

    /// <summary>Lets an application that uses the Kinesis Client Library 3 read the stream: the stream, its tables and its metrics.</summary>
    /// <param name="grantee">The application.</param>
    /// <param name="applicationName">The KCL application's name, which is that of its lease table and of its metrics' namespace.</param>
    /// <param name="enhancedFanOut">Whether it reads with enhanced fan-out, as the library does by default.</param>
    /// <returns>The grant.</returns>
    /// <remarks>
    /// It lets the application make its lease, worker metrics and coordinator state tables. A <c>KclApplication</c> makes them beforehand, and then
    /// needs not grant that.
    /// </remarks>
    /// <exception cref="InvalidPropsException">The name is none that a table can have.</exception>
    public Grant GrantKclConsumer(IGrantable grantee, string applicationName, bool enhancedFanOut = true) =>
        StreamAccess.GrantKclConsumer(this, grantee, applicationName, enhancedFanOut);

    /// <summary>Lets another account read the stream: a statement in the stream's resource policy, and in its key's.</summary>
    /// <param name="accountId">The account, which grants the same to its own principals.</param>
    /// <exception cref="InvalidPropsException">
    /// It is no account, or the stream is encrypted with the AWS-managed key, which no other account can use.
    /// </exception>
    public void ShareRead(string accountId)
    {
        Share(accountId, StreamAccess.Reading);
        ShareKey(accountId, "kms:Decrypt", "reads the stream");
    }

    /// <summary>Lets another account write to the stream: a statement in the stream's resource policy, and in its key's.</summary>
    /// <param name="accountId">The account, which grants the same to its own principals.</param>
    /// <exception cref="InvalidPropsException">
    /// It is no account, or the stream is encrypted with the AWS-managed key, which no other account can use.
    /// </exception>
    public void ShareWrite(string accountId)
    {
        Share(accountId, StreamAccess.Writing);
        ShareKey(accountId, "kms:GenerateDataKey", "writes to the stream");
    }

    /// <summary>Adds a statement to the stream's resource policy.</summary>
    /// <param name="statement">The statement. Its resource is the stream where it names none.</param>
    public void AddToResourcePolicy(PolicyStatement statement)
    {
        if (!statement.HasResource)
            statement.AddResources(StreamArn);
        resourcePolicy ??= ResourcePolicies.Make(this, StreamArn);
        resourcePolicy.AddStatements(statement);
    }

    private void ShareKey(string accountId, string action, string what) => KeyPolicy.Add(
        this, EncryptionKey!, new PolicyStatement(new PolicyStatementProps { Principals = [new AccountPrincipal(accountId)], Actions = [action] }),
        $"Account {accountId} {what}");

    private void Share(string accountId, string[] actions)
    {
        var check = new PropsCheck($"DataStream '{Node.Id}' cannot be shared");
        check.Require(PropsCheck.IsToken(accountId) || (accountId.Length == 12 && accountId.All(char.IsAsciiDigit)), nameof(accountId),
            $"'{accountId}'", "12 digits");
        check.Require(
            EncryptionKey is not null, "The stream's key", "alias/aws/kinesis",
            "a key of your own (CustomerManagedKey or EncryptionKey), since no other account can use the AWS-managed one");
        check.ThrowIfAny();
        AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps { Principals = [new AccountPrincipal(accountId)], Actions = actions }));
    }
}
