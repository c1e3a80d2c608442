namespace Shardwise.LocalKinesis;

/// <summary>What a fault injector makes of a call: it waits, then fails when a code is given, or is served.</summary>
public sealed record InjectedFault
{
    /// <summary>The error code, such as <c>LimitExceededException</c>; null serves the call after the delay.</summary>
    public string? Code { get; init; }

    /// <summary>The error's message.</summary>
    public string Message { get; init; } = "Injected fault.";

    /// <summary>The HTTP status of the error. Default 400, as AWS answers all but internal failures.</summary>
    public int StatusCode { get; init; } = 400;

    /// <summary>How long the call waits first, in real time. Default zero.</summary>
    public TimeSpan Delay { get; init; }
}
