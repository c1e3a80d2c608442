using Shardwise.Local.Functions;

namespace Shardwise.Local.Firehose;

/// <summary>What a delivery stream uses of the pipeline that it runs in.</summary>
internal sealed record FirehoseContext
{
    public required string Region { get; init; }

    public required TimeProvider Clock { get; init; }

    public required MetricStore Metrics { get; init; }

    public required IObjectStore Objects { get; init; }

    /// <summary>Runs a function by its ARN; null where there is no such function.</summary>
    public required Func<string, ReadOnlyMemory<byte>, CancellationToken, Task<InvocationResult>?> Invoke { get; init; }

    /// <summary>
    /// Asks whether a role may do an action to a resource, by their ARNs: the sentence that refuses, or null. A role that is null may do everything.
    /// </summary>
    public required Func<string?, string, string, string?> Refusal { get; init; }

    /// <summary>Takes what a person should know of a delivery stream: its logical id, and a line.</summary>
    public required Action<string, string> Say { get; init; }

    /// <summary>A folder of delivery streams' own.</summary>
    public required string Directory { get; init; }

    /// <summary>Cancelled when everything stops.</summary>
    public required CancellationToken Stopping { get; init; }

    /// <summary>Says that something has gone wrong that nobody has foreseen. Its records stay undelivered, and a next run takes them again.</summary>
    public void Fault(string logicalId, Exception exception) =>
        Say(logicalId, $"records could not be dealt with, and stay where they are: {exception}");
}
