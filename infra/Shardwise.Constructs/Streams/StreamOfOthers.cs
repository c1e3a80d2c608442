using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>
/// The other account's half of what a service's role does with a stream of that account. The role's own half is written with the role.
/// </summary>
/// <remarks>
/// The policies name this account, whose own policies say which of its roles: one that names a role is refused until the role is there.
/// </remarks>
internal static class StreamOfOthers
{
    private const string NotHere = "shardwise:policy-of-another-account";

    /// <summary>
    /// Writes it where a stack of this app makes the stream, and else warns with the statements. A stream of this account needs none.
    /// </summary>
    /// <exception cref="InvalidPropsException">The stream has no key of its own.</exception>
    public static void Allow(Construct scope, IStream stream, string[] actions, params string[] keyActions)
    {
        if (StreamPlace.OtherAccount(scope, stream) is not { } account)
            return;
        var own = Stack.Of(scope);
        PolicyStatement Statement(string[] allowed, string resource) => new(new PolicyStatementProps
        {
            Principals = [new AccountPrincipal(own.Account)],
            Actions = allowed,
            Resources = [resource],
        });

        var subject = $"{scope.GetType().Name} '{scope.Node.Id}' uses a stream of account {account}";
        if (stream.Node.Scope is not DataStream made)
        {
            Warning.Add(
                scope, NotHere,
                $"{subject} only if the other account lets it, and that is not made in this app: add to the stream's resource policy the statement "
                + $"{PolicyText.Of(own, Statement(actions, stream.StreamArn))}, and to its key's policy the statement "
                + $"{PolicyText.Of(own, Statement(keyActions, "*"))} (with the AWS-managed key no other account can use it)");
            return;
        }

        new PropsCheck($"{scope.GetType().Name} '{scope.Node.Id}' has invalid properties").Require(
            made.EncryptionKey is not null, "The stream", $"of {account} and encrypted with the AWS-managed key",
            "a stream with a key of its own, since no other account can use that one").ThrowIfAny();
        made.AddToResourcePolicy(Statement(actions, made.StreamArn));
        KeyPolicy.Add(scope, made.EncryptionKey!, Statement(keyActions, "*"), subject);
        ByName.After(own, Stack.Of(made));
    }
}
