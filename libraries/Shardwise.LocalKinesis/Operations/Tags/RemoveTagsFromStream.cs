namespace Shardwise.LocalKinesis.Operations;

/// <summary>Removes tags of a stream.</summary>
internal static class RemoveTagsFromStream
{
    public static readonly Operation Operation = new(
        "RemoveTagsFromStream",
        [Members.TagKeys.Required(), Members.StreamName, Members.StreamArn, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        TagRules.Remove(call, call.RequireStream());
    }
}
