namespace Shardwise.LocalKinesis.Operations;

/// <summary>Tells the policy of a stream or a consumer.</summary>
internal static class GetResourcePolicy
{
    public static readonly Operation Operation = new(
        "GetResourcePolicy",
        [Members.ResourceArn.Required(), Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var (stream, consumer) = Resources.Require(call);
        call.Reply.StartObject();
        call.Reply.Text("Policy"u8, (consumer is null ? stream.Policy : consumer.Policy)
            ?? throw Refusals.PolicyNotFound(call.Required("ResourceARN")));
        call.Reply.EndObject();
    }
}
