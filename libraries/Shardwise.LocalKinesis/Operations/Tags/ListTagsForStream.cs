namespace Shardwise.LocalKinesis.Operations;

/// <summary>Lists a stream's tags by key, a page of them.</summary>
internal static class ListTagsForStream
{
    public static readonly Operation Operation = new(
        "ListTagsForStream",
        [
            Member.Number("Limit", 1, 50), Member.Text("ExclusiveStartTagKey", 1, 128), Members.StreamName, Members.StreamArn,
            Operations.Operation.StreamId,
        ],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var stream = call.RequireStream();
        var limit = (int)(call.Input.Number("Limit") ?? 50);
        var after = call.Input.Text("ExclusiveStartTagKey");
        lock (stream.Gate)
        {
            var listed = stream.Tags.Where(tag => after is null || string.CompareOrdinal(tag.Key, after) > 0).Take(limit + 1).ToList();
            call.Reply.StartObject();
            call.Reply.Array("Tags"u8, listed.Take(limit), Answers.Tag);
            call.Reply.Flag("HasMoreTags"u8, listed.Count > limit);
            call.Reply.EndObject();
        }
    }
}
