namespace Shardwise.LocalKinesis.Operations;

/// <summary>Removes tags of a stream or of a consumer.</summary>
internal static class UntagResource
{
    public static readonly Operation Operation = new(
        "UntagResource",
        [Members.TagKeys.Required(), Members.ResourceArn.Required(), Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var (stream, consumer) = Resources.Require(call);
        TagRules.Remove(call, stream, consumer);
    }
}
