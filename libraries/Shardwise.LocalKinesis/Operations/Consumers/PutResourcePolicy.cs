namespace Shardwise.LocalKinesis.Operations;

/// <summary>Attaches a policy to a stream or a consumer. It is kept and never enforced.</summary>
internal static class PutResourcePolicy
{
    public static readonly Operation Operation = new(
        "PutResourcePolicy",
        [Members.ResourceArn.Required(), new Member("Policy", Kind.String) { IsRequired = true }, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var policy = call.Required("Policy");
        if (!Resources.IsJsonObject(policy))
        {
            throw Refusals.PolicyInvalid();
        }

        Resources.SetPolicy(call, policy);
    }
}
