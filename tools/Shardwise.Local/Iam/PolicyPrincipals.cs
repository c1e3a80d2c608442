namespace Shardwise.Local.Iam;

/// <summary>Whom a statement of a resource's policy is about.</summary>
/// <param name="IsNot">True for <c>NotPrincipal</c>: all others.</param>
/// <param name="Aws">ARNs and account ids; <c>*</c> is anybody.</param>
/// <param name="Services">Services of AWS, such as <c>events.amazonaws.com</c>.</param>
internal sealed record PolicyPrincipals(bool IsNot, IReadOnlyList<string> Aws, IReadOnlyList<string> Services)
{
    /// <param name="caller">Who calls.</param>
    /// <param name="isDeny">A grant to a whole account lets the account grant; a refusal to it refuses everybody in it.</param>
    public Truth Include(Caller caller, bool isDeny)
    {
        bool named = caller.Service is { } service
            ? Services.Contains(service, StringComparer.OrdinalIgnoreCase) || Services.Contains("*") || (Aws.Contains("*") && !IsNot)
            : Aws.Any(principal => IsCaller(principal, caller, isDeny || IsNot));
        return named != IsNot ? Truth.Yes : Truth.No;
    }

    private static bool IsCaller(string principal, Caller caller, bool countsAccount) => principal == "*"
        || principal == caller.RoleArn
        || principal == caller.SessionArn
        || (countsAccount && (principal == caller.Account || principal.EndsWith($"::{caller.Account}:root", StringComparison.Ordinal)));
}
