using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Streams;

namespace Shardwise.Constructs.Defaults;

/// <content>Of streams and channels.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>Whether a stream is provisioned or on demand.</summary>
    public abstract StreamMode StreamMode { get; }

    /// <summary>How many shards a provisioned stream is created with.</summary>
    public abstract double StreamShardCount { get; }

    /// <summary>Whether a key is made for a stream that is not given one.</summary>
    public abstract bool StreamCustomerManagedKey { get; }

    /// <summary>What a channel takes the records of its stream for.</summary>
    public abstract ChannelFormat ChannelFormat { get; }

    /// <summary>
    /// Whether a channel that is given no name has one that changes with its stream, its records' format, its role, its key and its destination: each
    /// of them replaces it, which under a name that is taken fails.
    /// </summary>
    public abstract bool ChannelNamedByContent { get; }

    /// <summary>How long a channel gathers records.</summary>
    public abstract TimeSpan ChannelFreshness { get; }

    /// <summary>How long a channel's log of failed deliveries is kept.</summary>
    public abstract RetentionDays ChannelLogRetention { get; }

    /// <summary>How a channel compresses objects.</summary>
    public abstract ChannelCompression ChannelBucketCompression { get; }

    /// <summary>How a channel compresses a table's files.</summary>
    public abstract ChannelCompression ChannelTableCompression { get; }

    /// <summary>How long a queue hides a record that was received.</summary>
    public abstract TimeSpan QueueVisibilityTimeout { get; }

    /// <summary>How often a queue's record is received before it is a dead letter.</summary>
    public abstract double QueueMaxReceiveCount { get; }

    /// <summary>How many records may wait in a queue before it is told.</summary>
    public abstract double QueueMaxBacklog { get; }

    /// <summary>Whether a fan-out consumer that is given no name has one that changes with its tags, which replace it.</summary>
    public abstract bool FanOutNamedByTags { get; }

    /// <summary>How far a reader of a stream may be behind before it is told.</summary>
    public abstract TimeSpan StreamMaxDelay { get; }
}
