using Shardwise.Local.Routing;
using Shardwise.Local.Targets;

namespace Shardwise.Local.Sns;

/// <summary>Topics as targets of other services.</summary>
internal sealed class TopicTarget(SnsTopics topics) : ITarget
{
    /// <inheritdoc/>
    public bool Takes(string arn) => topics.Has(arn);

    /// <inheritdoc/>
    public NeededPermission Needs(string arn) => new("sns:Publish", arn);

    /// <inheritdoc/>
    public Task SendAsync(string arn, TargetMessage message, CancellationToken cancellationToken) =>
        topics.PublishAsync(arn, topics.Message(arn, message.Text) with
        {
            GroupId = message.GroupId,
            DeduplicationId = message.DeduplicationId
        }, cancellationToken);
}
