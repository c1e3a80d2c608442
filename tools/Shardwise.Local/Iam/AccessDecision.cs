namespace Shardwise.Local.Iam;

/// <summary>What the policies say of a call.</summary>
/// <param name="Refusal">The sentence that AWS writes; null where it is allowed.</param>
/// <param name="NotKnown">The condition keys and operators that the answer hung on and that are not known here; the call is allowed for
/// their sake.</param>
internal sealed record AccessDecision(string? Refusal, IReadOnlyList<string> NotKnown)
{
    public bool IsAllowed => Refusal is null;
}
