using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Access;

/// <summary>A grant that stands in the principal's policy alone, since the service has no policy on what is granted.</summary>
/// <param name="Subject">What is granted, such as <c>FirehoseStream 'Delivery'</c>.</param>
/// <param name="Service">The service's name.</param>
/// <param name="Account">The account that it is in, as far as it is known.</param>
/// <remarks>A principal of another account, and one that takes no policy, would be granted nothing, and nobody would be told.</remarks>
/// <param name="Home">The stack that makes it, if one of this app does.</param>
internal sealed record PrincipalGrant(string Subject, string Service, string Account, Stack? Home = null)
{
    public static PrincipalGrant On(Construct construct, string service) =>
        new($"{construct.GetType().Name} '{construct.Node.Id}'", service, Stack.Of(construct).Account, Stack.Of(construct));

    /// <summary>Refuses whom nothing can be granted to.</summary>
    /// <exception cref="InvalidPropsException">The principal is of another account or environment, or takes no policy.</exception>
    public void Require(IGrantable grantee)
    {
        RequireSameAccount(grantee.GrantPrincipal.PrincipalAccount);
        var who = Grantee.Of(grantee, Account);
        if (!who.IsEditable)
            throw Refused("a principal that takes no policy");
        if (Home is { } home && who.IsElsewhere(home))
            throw new InvalidPropsException(
                $"{Subject} cannot be granted to a principal of stack '{who.Stack!.StackName}', which is of another account or region than "
                + $"'{home.StackName}' or leaves them open: it has no name that another could say beforehand.");
    }

    /// <exception cref="InvalidPropsException">The principal is of another account, or takes no policy.</exception>
    public Grant To(IGrantable grantee, string resourceArn, params string[] actions)
    {
        Require(grantee);
        var grant = Grant.AddToPrincipal(new GrantOnPrincipalOptions { Grantee = grantee, Actions = actions, ResourceArns = [resourceArn] });
        return grant.Success ? grant : throw Refused("a principal that takes no policy");
    }

    private void RequireSameAccount(string? account)
    {
        if (account is null || PropsCheck.IsToken(account) || account == Account)
            return;
        if (!PropsCheck.IsToken(Account))
            throw Refused($"a principal of account {account}");
    }

    private InvalidPropsException Refused(string whom) => new(
        $"{Subject} cannot be granted to {whom}: {Service} takes no policy that names another account's principals or a service, "
        + "so grant it to a role of the account it is in, which they may take.");
}
