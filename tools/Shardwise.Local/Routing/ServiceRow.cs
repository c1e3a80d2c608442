namespace Shardwise.Local.Routing;

/// <summary>One service of the router's table: how requests name it, what it serves, and who answers.</summary>
internal sealed record ServiceRow
{
    /// <summary>Its name for a person, such as <c>Kinesis</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The service name of signatures' credential scopes, such as <c>kinesis</c>.</summary>
    public required string SigningName { get; init; }

    /// <summary>What stands before the dot of <c>X-Amz-Target</c>, and in the path of RPC v2; null where the service has neither.</summary>
    public string? Target { get; init; }

    /// <summary>The <c>Version</c> of its Query requests; null where it does not speak Query.</summary>
    public string? QueryVersion { get; init; }

    /// <summary>What stands before error codes in JSON 1.0 and CBOR, such as <c>com.amazonaws.sqs</c>; null where nothing does.</summary>
    public string? ErrorNamespace { get; init; }

    /// <summary>True where <see cref="Answer"/> refuses unknown operations itself.</summary>
    public bool AnswersUnknown { get; init; }

    /// <summary>For a service of paths: the operation that a request asks for, null for none that it serves. Null for services of one path.</summary>
    public Func<ServiceCall, string?>? OperationOf { get; init; }

    /// <summary>For a service of paths: what its answers are written in.</summary>
    public WireProtocol RestProtocol { get; init; } = WireProtocol.RestJson;

    /// <summary>The operations that are served, by name.</summary>
    public required IReadOnlyCollection<string> Operations { get; init; }

    /// <summary>What a call needs to be allowed; null where nobody can tell, which allows it.</summary>
    public Func<ServiceCall, Task<IReadOnlyList<NeededPermission>?>>? Needs { get; init; }

    /// <summary>
    /// Answers a call of one of the <see cref="Operations"/>; an <see cref="AwsError"/> that it throws is answered in the caller's
    /// protocol.
    /// </summary>
    public required Func<ServiceCall, Task> Answer { get; init; }
}
