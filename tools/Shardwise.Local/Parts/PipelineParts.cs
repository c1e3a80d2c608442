using Shardwise.Local.Firehose;

namespace Shardwise.Local.Parts;

/// <summary>The parts of every pipeline, in the order in which they are started.</summary>
internal static class PipelineParts
{
    // A further part is one more line.
    private static readonly Func<IPipelinePart>[] All =
    [
        () => new Lambda.LambdaPart(),
        () => new BucketPart(),
        () => new Sqs.QueuePart(),
        () => new Sns.TopicPart(),
        () => new DynamoDb.TablePart(),
        () => new FirehosePart(),
        () => new Events.RulePart(),
        () => new AlarmPart(),
    ];

    public static IReadOnlyList<IPipelinePart> Make() => [.. All.Select(make => make())];
}
