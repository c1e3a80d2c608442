namespace Shardwise.Consumers;

/// <summary>Settings of a <see cref="FirehoseTransform"/>.</summary>
public sealed record FirehoseTransformOptions
{
    /// <summary>Where records go whose results do not fit into the response any more.</summary>
    /// <value>By default none: such records are answered <c>ProcessingFailed</c>.</value>
    public IFirehoseOverflow? Overflow { get; init; }

    /// <summary>
    /// Whether records that are gzip, which is told by their first three bytes, are unpacked before a <see cref="FirehoseTransform{T}"/> reads
    /// their JSON.
    /// </summary>
    /// <value>The default is <see langword="false"/>. What unpacks to more than 64 MiB is answered <c>ProcessingFailed</c>.</value>
    public bool Decompress { get; init; }

    /// <summary>
    /// Whether a record may hold several JSON values, a line each or one right after the other. Each is transformed by itself, and their results,
    /// which must have the same partition keys, are delivered one after the other as the one record that Firehose takes.
    /// </summary>
    /// <value>The default is <see langword="false"/>: what follows the first value makes the record none.</value>
    public bool JsonLines { get; init; }

    /// <summary>The clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the log line and the metric line of each invocation go.</summary>
    /// <value>The default is standard output, raw: Lambda's console wrapper would put a prefix before the JSON.</value>
    public Stream? Output { get; init; }
}
