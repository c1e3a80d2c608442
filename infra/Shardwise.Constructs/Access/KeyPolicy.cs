using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Access;

/// <summary>
/// A key is used by whom its own policy lets, and by whom IAM policies let where the key's policy leaves it to the account. A key that is made in
/// the app is told; of one that is not, a warning says what to add.
/// </summary>
internal static class KeyPolicy
{
    private const string NotHere = "shardwise:key-policy-not-here";

    /// <summary>Lets a principal of the key's own account use the key, and sees to it that the key's policy leaves that to IAM.</summary>
    public static void Grant(IKey key, IGrantable grantee, params string[] actions)
    {
        Check(key, grantee);
        var named = NamedKey.Of(key);
        if (named.Alias is null)
            key.Grant(grantee, actions);
        else
            // The CDK grants nothing on what it knows by an alias alone, and says nothing of it.
            Amazon.CDK.AWS.IAM.Grant.AddToPrincipal(new GrantOnPrincipalOptions
            {
                Grantee = grantee,
                Actions = actions,
                ResourceArns = [named.Resource(key.Region())],
                Conditions = named.ByAlias(),
            });
    }

    /// <summary>Refuses whom nothing can be granted to, and looks at the key's policy as <see cref="CheckDelegation"/> does.</summary>
    public static void Check(IKey key, IGrantable grantee)
    {
        new PropsCheck($"The key '{key.Node.Path}' cannot be granted").Require(
            !Grantee.Of(grantee, key.Account()).IsUnknown, "The grantee", "imported without the role that it runs as",
            "one imported with its role, such as Function.FromFunctionAttributes with Role").ThrowIfAny();
        CheckDelegation(key);
    }

    /// <summary>Warns, when the app is synthesized, where the key's policy does not let the account's IAM policies grant the use of it.</summary>
    public static void CheckDelegation(IKey key)
    {
        if (key.Node.DefaultChild is CfnKey made)
            KeyDelegation.Watch(made);
    }

    /// <summary>
    /// Writes a statement into the policy of a key that is made in this app, and warns with the statement where the key is made elsewhere: nothing
    /// here can write it then.
    /// </summary>
    /// <param name="scope">What needs it: the warning is on this.</param>
    /// <param name="key">The key.</param>
    /// <param name="statement">The statement; its resource is <c>*</c>, which in a key's policy is the key.</param>
    /// <param name="why">What for, as in "Another account reads the stream".</param>
    public static void Add(IConstruct scope, IKey key, PolicyStatement statement, string why)
    {
        if (statement.Resources.Length == 0)
            statement.AddAllResources();
        if (key.AddToResourcePolicy(statement, allowNoOp: true).StatementAdded)
            return;
        var stack = Stack.Of(scope);
        var json = PolicyText.Of(stack, statement);
        Warning.Add(
            scope,
            NotHere,
            $"{why} only if the key's own policy lets it, and the key {PolicyText.Of(stack, key.KeyArn)} is not made in this app: "
            + $"add to its policy the statement {json}");
    }
}
