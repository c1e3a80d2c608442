namespace Shardwise.LocalKinesis.Operations;

/// <summary>Lists the tags of a stream or of a consumer.</summary>
internal static class ListTagsForResource
{
    public static readonly Operation Operation = new(
        "ListTagsForResource",
        [Members.ResourceArn.Required(), Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var (stream, consumer) = Resources.Require(call);
        lock (stream.Gate)
        {
            call.Reply.StartObject();
            call.Reply.Array("Tags"u8, consumer?.Tags ?? stream.Tags, Answers.Tag);
            call.Reply.EndObject();
        }
    }
}
