namespace Shardwise.Cli.Redrive;

/// <summary>What <c>shardwise redrive</c> was asked for.</summary>
public sealed record RedriveSettings
{
    /// <summary>
    /// Where the letters lie: <c>s3://bucket/prefix</c>, or a folder of this machine. Or where Lambda's failure messages are: the URL or ARN of a
    /// queue of SQS, or a file.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>The stream they are put into; by default the one that each came from.</summary>
    public string? To { get; init; }

    /// <summary>The function that they are handed to, by its name or ARN, in place of a stream.</summary>
    public string? Function { get; init; }

    /// <summary>Whether letters that were put are marked, by <c>.redriven</c> at the end of their names, in place of deleted.</summary>
    public bool Mark { get; init; }

    /// <summary>The most letters or messages to look at, 1 or more; by default all that are there.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether to read and count only.</summary>
    public bool DryRun { get; init; }

    /// <summary>The credential profile; by default the SDK's own chain.</summary>
    public string? Profile { get; init; }

    /// <summary>The region; by default the SDK's own chain.</summary>
    public string? Region { get; init; }

    /// <summary>A local endpoint for Kinesis, Lambda, S3 and SQS in place of AWS, on this machine only.</summary>
    public string? Endpoint { get; init; }
}
