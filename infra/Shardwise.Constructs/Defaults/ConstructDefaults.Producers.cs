using Amazon.CDK.AWS.Logs;

namespace Shardwise.Constructs.Defaults;

/// <content>Of producers.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>How many requests a second an API lets through.</summary>
    public abstract double ApiRequestsPerSecond { get; }

    /// <summary>How many requests may come to an API at once.</summary>
    public abstract double ApiBurst { get; }

    /// <summary>How long an API's log of requests is kept.</summary>
    public abstract RetentionDays ApiLogRetention { get; }

    /// <summary>Whether an API that is given no name has one made of its construct's path.</summary>
    public abstract bool ApiNamedByPath { get; }

    /// <summary>Where in an event of a bus its partition key stands.</summary>
    public abstract string FeedPartitionKeyPath { get; }

    /// <summary>How old an event of a bus may be before it is set aside.</summary>
    public abstract TimeSpan FeedMaxEventAge { get; }

    /// <summary>Whether an agent sends metrics of its own.</summary>
    public abstract bool AgentEmitMetrics { get; }

    /// <summary>Whether an agent reads a file from its beginning when it is first seen.</summary>
    public abstract bool AgentFromTheStart { get; }

    /// <summary>Whether an agent gives equal lines equal partition keys.</summary>
    public abstract bool AgentKeyFromLine { get; }

    /// <summary>How long an agent gathers lines.</summary>
    public abstract TimeSpan AgentMaxBufferAge { get; }

    /// <summary>How many of the first lines of a file an agent passes over.</summary>
    public abstract int AgentSkipHeaderLines { get; }
}
