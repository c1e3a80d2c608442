namespace Shardwise.LocalKinesis.Operations;

/// <summary>Removes the policy of a stream or a consumer.</summary>
internal static class DeleteResourcePolicy
{
    public static readonly Operation Operation = new(
        "DeleteResourcePolicy",
        [Members.ResourceArn.Required(), Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        Resources.SetPolicy(call, null);
    }
}
