using Shardwise.Local.Routing;
using Shardwise.Local.Targets;

namespace Shardwise.Local.Sqs;

/// <summary>Queues as targets of other services.</summary>
internal sealed class QueueTarget(SqsQueues queues) : ITarget
{
    /// <inheritdoc/>
    public bool Takes(string arn) => queues.FindByArn(arn) is not null;

    /// <inheritdoc/>
    public NeededPermission Needs(string arn) => new("sqs:SendMessage", arn);

    /// <inheritdoc/>
    public Task SendAsync(string arn, TargetMessage message, CancellationToken cancellationToken)
    {
        var queue = queues.FindByArn(arn) ?? throw SqsErrors.NoQueue();
        queue.Send(new SqsDraft(message.Text)
        {
            Attributes = message.Attributes,
            GroupId = message.GroupId,
            DeduplicationId = message.DeduplicationId,
            SenderId = message.Service ?? "AROALOCAL",
        });
        return Task.CompletedTask;
    }
}
