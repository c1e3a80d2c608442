namespace Shardwise.LocalKinesis.Operations;

/// <summary>Describes a consumer.</summary>
internal static class DescribeStreamConsumer
{
    public static readonly Operation Operation = new(
        "DescribeStreamConsumer",
        [Members.StreamArn, Members.ConsumerName, Members.ConsumerArn, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        var (stream, consumer) = Resources.RequireConsumer(call);
        call.LimitStream(stream, 20);
        call.Reply.StartObject();
        call.Reply.Name("ConsumerDescription"u8);
        Answers.Consumer(call.Reply, consumer, stream.Arn);
        call.Reply.EndObject();
    }
}
