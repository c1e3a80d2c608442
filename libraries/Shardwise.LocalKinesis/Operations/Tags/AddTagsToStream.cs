namespace Shardwise.LocalKinesis.Operations;

/// <summary>Sets tags of a stream.</summary>
internal static class AddTagsToStream
{
    public static readonly Operation Operation = new(
        "AddTagsToStream",
        [Members.Tags.Required(), Members.StreamName, Members.StreamArn, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        TagRules.Add(call, call.RequireStream());
    }
}
