namespace Shardwise.Local.Parts;

/// <summary>Takes what event-source mappings and asynchronous invocations give up on: a queue, a topic, a bucket.</summary>
internal interface IFailureDestination
{
    /// <summary>Whether a destination with this ARN is one of its own.</summary>
    bool Takes(string arn);

    /// <summary>Sends a message as AWS Lambda does.</summary>
    /// <exception cref="AwsError">It is refused.</exception>
    Task SendAsync(string arn, FailureQueueMessage message, CancellationToken cancellationToken);
}
