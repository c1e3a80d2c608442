namespace Shardwise.Local.Iam;

/// <summary>
/// Judges a call as IAM does within one account: an explicit deny anywhere refuses; then the boundary and one of the role's policies must
/// allow, or the
/// resource's own policy does. What hangs on something not known here is judged in the caller's favour, and named.
/// </summary>
internal static class AccessJudge
{
    public static AccessDecision Judge(AccessRequest request, CallerPolicies policies, PolicyDocument? ofResource)
    {
        var notKnown = new HashSet<string>(StringComparer.Ordinal);
        var identity = Weigh(request, policies.Identity, notKnown);
        var boundary = policies.Boundary is { } limit ? Weigh(request, [limit], notKnown) : Weighed.Allows;
        var resource = ofResource is null ? Weighed.Silent : Weigh(request, [ofResource], notKnown);
        string? reason = identity == Weighed.Denies ? "with an explicit deny in an identity-based policy"
            : resource == Weighed.Denies ? "with an explicit deny in a resource-based policy"
            : boundary == Weighed.Denies ? "with an explicit deny in a permissions boundary"
            : resource == Weighed.Allows ? null
            : request.Caller.Service is not null ? $"because no resource-based policy allows the {request.Action} action"
            : identity != Weighed.Allows ? $"because no identity-based policy allows the {request.Action} action"
            : boundary != Weighed.Allows ? $"because no permissions boundary allows the {request.Action} action"
            : null;
        bool isImplicit = reason?.StartsWith("because", StringComparison.Ordinal) == true;
        if (isImplicit && policies.NotRead.Count > 0)
        {
            notKnown.UnionWith(policies.NotRead);
            reason = null;
        }

        return new AccessDecision(reason is null ? null : Sentence(request, reason), [.. notKnown]);
    }

    // AWS names a resource only where the action has one, and S3 puts it in quotes.
    private static string Sentence(AccessRequest request, string reason)
    {
        string on = request.Resource == "*" ? ""
            : request.Action.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) ? $" on resource: \"{request.Resource}\""
            : $" on resource: {request.Resource}";
        return $"User: {request.Caller.SessionArn} is not authorized to perform: {request.Action}{on} {reason}";
    }

    private static Weighed Weigh(AccessRequest request, IReadOnlyList<PolicyDocument> documents, HashSet<string> notKnown)
    {
        bool allows = false;
        foreach (var statement in documents.SelectMany(document => document.Statements))
        {
            var applies = statement.Applies(request);
            if (applies == Truth.Unknown)
            {
                notKnown.UnionWith(statement.Conditions
                    .Where(condition => condition.Holds(request.Context) == Truth.Unknown).Select(condition => condition.Key));
            }

            if (statement.IsDeny && applies == Truth.Yes)
            {
                return Weighed.Denies;
            }

            allows |= !statement.IsDeny && applies != Truth.No;
        }

        return allows ? Weighed.Allows : Weighed.Silent;
    }

    private enum Weighed
    {
        Silent,
        Allows,
        Denies,
    }
}
