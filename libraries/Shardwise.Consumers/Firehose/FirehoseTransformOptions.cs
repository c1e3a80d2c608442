namespace Shardwise.Consumers;

/// <summary>Settings of a <see cref="FirehoseTransform"/>.</summary>
public sealed record FirehoseTransformOptions
{
    /// <summary>Where records go whose results do not fit into the response any more.</summary>
    /// <value>By default none: such records are answered <c>ProcessingFailed</c>.</value>
    public IFirehoseOverflow? Overflow { get; init; }

    /// <summary>The clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the log line and the metric line of each invocation go.</summary>
    /// <value>The default is standard output, raw: Lambda's console wrapper would put a prefix before the JSON.</value>
    public Stream? Output { get; init; }
}
