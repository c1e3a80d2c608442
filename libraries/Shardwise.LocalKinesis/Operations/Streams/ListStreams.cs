namespace Shardwise.LocalKinesis.Operations;

/// <summary>Lists the names of a scope in their order, a page of them.</summary>
internal static class ListStreams
{
    public static readonly Operation Operation = new(
        "ListStreams",
        [Members.Limit, Members.StreamName.Named("ExclusiveStartStreamName"), Members.NextToken],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        // The documentation: 100 names unless asked for fewer, and never more.
        var limit = (int)Math.Min(call.Input.Number("Limit") ?? 100, 100);
        var after = call.Input.Text("NextToken") is { } token
            ? PageToken.Read(token, call.Now).Position : call.Input.Text("ExclusiveStartStreamName") ?? "";
        var listed = call.Store.In(call.Scope, call.Now).Where(stream => string.CompareOrdinal(stream.Name, after) > 0).Take(limit + 1).ToList();
        var hasMore = listed.Count > limit;
        listed = [.. listed.Take(limit)];
        call.Reply.StartObject();
        call.Reply.Texts("StreamNames"u8, listed.Select(stream => stream.Name));
        call.Reply.Flag("HasMoreStreams"u8, hasMore);
        call.Reply.Text("NextToken"u8, hasMore ? new PageToken("", "", listed[^1].Name, call.Now).ToString() : null);
        call.Reply.Array("StreamSummaries"u8, listed, static (reply, stream) =>
        {
            reply.StartObject();
            reply.Text("StreamName"u8, stream.Name);
            reply.Text("StreamARN"u8, stream.Arn);
            reply.Text("StreamStatus"u8, stream.StatusText);
            Answers.Mode(reply, stream);
            reply.Time("StreamCreationTimestamp"u8, stream.CreatedAt);
            reply.EndObject();
        });
        call.Reply.EndObject();
    }
}
