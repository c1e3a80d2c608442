using Amazon.CDK.AWS.CloudWatch;

namespace Shardwise.Constructs.Streams;

/// <summary>What a scaler of another stack made in the stream's scope, and the stream shows as its own.</summary>
/// <param name="Alarms">The alarms that only a person can help.</param>
/// <param name="Widgets">The graphs of decisions beside load.</param>
internal sealed record StreamScaling(IReadOnlyList<Alarm> Alarms, Func<IEnumerable<IWidget>> Widgets)
{
    public static readonly StreamScaling None = new([], () => []);
}
