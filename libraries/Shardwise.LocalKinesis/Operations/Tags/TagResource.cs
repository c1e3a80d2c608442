namespace Shardwise.LocalKinesis.Operations;

/// <summary>Sets tags of a stream or of a consumer.</summary>
internal static class TagResource
{
    public static readonly Operation Operation = new(
        "TagResource",
        [Members.Tags.Required(), Members.ResourceArn.Required(), Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var (stream, consumer) = Resources.Require(call);
        TagRules.Add(call, stream, consumer);
    }
}
