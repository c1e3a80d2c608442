namespace Shardwise.Local.Iam;

/// <summary>What says what a role may do.</summary>
/// <param name="Identity">Its own policies.</param>
/// <param name="Boundary">Its permissions boundary; null where it has none.</param>
internal sealed record CallerPolicies(IReadOnlyList<PolicyDocument> Identity, PolicyDocument? Boundary = null)
{
    public static CallerPolicies None { get; } = new([]);

    /// <summary>Policies that the role has and that cannot be read here: what no other policy allows, one of them may.</summary>
    public IReadOnlyList<string> NotRead { get; init; } = [];

    /// <summary>The role's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
