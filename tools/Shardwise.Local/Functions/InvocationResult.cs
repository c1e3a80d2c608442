namespace Shardwise.Local.Functions;

/// <summary>How an invocation ended.</summary>
internal sealed record InvocationResult
{
    public required bool Succeeded { get; init; }

    /// <summary>What the function answered, JSON; empty where it failed.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Why it failed, as Lambda words it: <c>errorType: errorMessage</c>.</summary>
    public string? Error { get; init; }

    public static InvocationResult Failed(string errorType, string message) => new() { Succeeded = false, Error = $"{errorType}: {message}" };
}
