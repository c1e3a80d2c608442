namespace Shardwise.Local.Iam;

/// <summary>One statement of a policy.</summary>
internal sealed record PolicyStatement
{
    /// <summary>True for <c>Deny</c>.</summary>
    public required bool IsDeny { get; init; }

    public IReadOnlyList<PolicyPattern> Actions { get; init; } = [];

    public IReadOnlyList<PolicyPattern> NotActions { get; init; } = [];

    public IReadOnlyList<PolicyPattern> Resources { get; init; } = [];

    public IReadOnlyList<PolicyPattern> NotResources { get; init; } = [];

    /// <summary>Of a resource's policy: whom it is about. Null in policies of a role.</summary>
    public PolicyPrincipals? Principals { get; init; }

    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>Whether the statement is about a call.</summary>
    public Truth Applies(AccessRequest request)
    {
        var about = Any(Actions, pattern => pattern.Matches(request.Action, request.Context, ignoreCase: true), NotActions);
        about = Logic.And(about, Any(Resources, pattern => pattern.MatchesArn(request.Resource, request.Context), NotResources));
        about = Principals is null ? about : Logic.And(about, Principals.Include(request.Caller, IsDeny));
        return Conditions.Aggregate(about, (truth, condition) => truth == Truth.No ? truth : Logic.And(truth, condition.Holds(request.Context)));
    }

    // A statement has one of the two lists. Neither means nothing (Action), or the thing that the policy is of (Resource).
    private Truth Any(IReadOnlyList<PolicyPattern> patterns, Func<PolicyPattern, Truth> matches, IReadOnlyList<PolicyPattern> except) =>
        patterns.Count > 0 ? patterns.Select(matches).Aggregate(Truth.No, Logic.Or)
        : except.Count > 0 ? Logic.Not(except.Select(matches).Aggregate(Truth.No, Logic.Or))
        : Principals is not null && ReferenceEquals(patterns, Resources) ? Truth.Yes
        : Truth.No;
}
