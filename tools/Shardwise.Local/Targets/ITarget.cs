using Shardwise.Local.Routing;

namespace Shardwise.Local.Targets;

/// <summary>Takes what other services send to ARNs of one kind: queues, topics, functions, streams.</summary>
internal interface ITarget
{
    /// <summary>Whether there is something of that ARN here.</summary>
    bool Takes(string arn);

    /// <summary>What a sender must be allowed.</summary>
    NeededPermission Needs(string arn);

    /// <summary>Sends; completes when the target has it, which for a function is when it is queued.</summary>
    /// <exception cref="AwsError">It is refused.</exception>
    Task SendAsync(string arn, TargetMessage message, CancellationToken cancellationToken);
}
