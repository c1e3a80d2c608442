namespace Shardwise.LocalKinesis.Operations;

/// <summary>Lists a stream's consumers, a page of them.</summary>
internal static class ListStreamConsumers
{
    public static readonly Operation Operation = new(
        "ListStreamConsumers",
        [Members.StreamArn.Required(), Members.NextToken, Members.MaxResults, Members.StreamCreationTimestamp, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        var stream = call.RequireStream();
        call.LimitStream(stream, 5);
        Resources.RequireIncarnation(call, stream);
        // The documentation: 100 unless asked for fewer, and never more.
        var limit = (int)Math.Min(call.Input.Number("MaxResults") ?? 100, 100);
        var after = call.Input.Text("NextToken") is { } token ? PageToken.Read(token, call.Now).Position : "";
        lock (stream.Gate)
        {
            var listed = stream.Consumers.OrderBy(consumer => consumer.Name, StringComparer.Ordinal)
                .Where(consumer => string.CompareOrdinal(consumer.Name, after) > 0).Take(limit + 1).ToList();
            call.Reply.StartObject();
            call.Reply.Array("Consumers"u8, listed.Take(limit), static (reply, consumer) => Answers.Consumer(reply, consumer));
            call.Reply.Text("NextToken"u8, listed.Count > limit
                ? new PageToken(stream.Name, "", listed[limit - 1].Name, call.Now).ToString() : null);
            call.Reply.EndObject();
        }
    }
}
