using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Access;

/// <summary>Whom something is granted to, as seen from the account of what is granted.</summary>
internal sealed class Grantee
{
    private readonly IGrantable grantable;
    private readonly IReadOnlyList<string> names;

    private Grantee(IGrantable grantable, string resourceAccount, Stack? at)
    {
        this.grantable = grantable;
        var principal = grantable.GrantPrincipal;
        var account = principal.PrincipalAccount;
        // A role or user has an account; what has none and is no principal of the CDK's own is imported without its role, which the CDK warns of.
        IsUnknown = account is null && principal is not PrincipalBase;
        (names, IsService) = IsUnknown ? ([], false) : Names(principal);
        account ??= IsUnknown ? resourceAccount : AccountOf(names, resourceAccount, at);
        Account = account;
        Relation = account is null ? AccountRelation.None : Compare(account, resourceAccount);
        // An imported role comes out of its own GrantPrincipal as a principal that is no construct.
        Stack = (grantable as IConstruct ?? principal as IConstruct) is { } made ? Stack.Of(made) : null;
        IsEditable = IsUnknown || (principal is not PrincipalBase && account is not null
            && (Stack is null || Compare(Stack.Account, account) != AccountRelation.Other));
    }

    /// <summary>Its account, where it is of one.</summary>
    public string? Account { get; }

    /// <summary>How its account stands to that of the resource.</summary>
    public AccountRelation Relation { get; }

    /// <summary>Whether this app writes its policies.</summary>
    public bool IsEditable { get; }

    /// <summary>The stack that it is made or imported in.</summary>
    public Stack? Stack { get; }

    /// <summary>Whether it is a service and nobody else.</summary>
    public bool IsService { get; }

    /// <summary>Whether its own policies are all that it takes.</summary>
    public bool IsPlain => IsUnknown || (Relation == AccountRelation.Same && IsEditable);

    /// <summary>What a message calls it.</summary>
    public string Text => Account is { } account && !PropsCheck.IsToken(account) ? $"a principal of account {account}"
        : names.Count > 0 && !PropsCheck.IsToken(names[0]) ? names[0]
        : "a principal whose policies are not written here";

    /// <summary>
    /// Whom the resource's own policy names: the principal itself where it is there already, and its account where this app makes it, perhaps only
    /// after the resource. Its account's half, which is written here too, says which of its principals.
    /// </summary>
    public IPrincipal Shared => Stack is not null && Account is { } account && names.Any(PropsCheck.IsToken)
        ? new AccountPrincipal(account)
        : grantable.GrantPrincipal;

    /// <summary>Whether it is imported without the role that it runs as, so that nothing can be granted to it.</summary>
    public bool IsUnknown { get; }

    /// <param name="grantable">Whom.</param>
    /// <param name="resourceAccount">The account of what is granted.</param>
    /// <param name="at">A stack by which names are resolved that the CDK put together, such as those of several principals.</param>
    public static Grantee Of(IGrantable grantable, string resourceAccount, Stack? at = null) => new(grantable, resourceAccount, at);

    /// <summary>Whether its stack is of another account or region than the other: what the two say of each other must have a name.</summary>
    public bool IsElsewhere(Stack other) => Stack is { } stack && stack.Environment != other.Environment;

    // Of several accounts one that is another than the resource's, since that one needs more.
    private static string? AccountOf(IEnumerable<string> names, string resourceAccount, Stack? at)
    {
        var accounts = names.Select(name => at is null || !PropsCheck.IsToken(name) ? name : PolicyText.Of(at, name))
            .Select(AccountIn).OfType<string>().ToList();
        return accounts.FirstOrDefault(account => account != resourceAccount) ?? accounts.FirstOrDefault();
    }

    private static AccountRelation Compare(string account, string other) => (PropsCheck.IsToken(account), PropsCheck.IsToken(other)) switch
    {
        (true, true) => AccountRelation.Same,
        (false, false) => account == other ? AccountRelation.Same : AccountRelation.Other,
        _ => AccountRelation.Unknown,
    };

    private static (IReadOnlyList<string> Names, bool IsService) Names(IPrincipal principal) =>
        JsonSerializer.SerializeToNode(principal.PolicyFragment.PrincipalJson) is JsonObject kinds
            ? ([.. kinds.SelectMany(kind => kind.Value is JsonArray several ? several.Select(each => $"{each}") : [$"{kind.Value}"])],
                kinds.All(kind => kind.Key == "Service"))
            : ([], false);

    // arn:P:iam::ACCOUNT:role/NAME, or the account alone.
    private static string? AccountIn(string name) => name.Split(':') is ["arn", _, _, _, { Length: > 0 } account, ..] ? account
        : name.Length == 12 && name.All(char.IsAsciiDigit) ? name
        : null;
}
