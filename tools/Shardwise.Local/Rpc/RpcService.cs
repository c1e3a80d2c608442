using System.Xml.Linq;
using Shardwise.Local.Routing;

namespace Shardwise.Local.Rpc;

/// <summary>
/// A service whose requests all name their operation: its operations, and the reading and writing in AWS JSON, RPC v2 CBOR and Query.
/// </summary>
internal sealed record RpcService
{
    /// <inheritdoc cref="ServiceRow.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="ServiceRow.SigningName"/>
    public required string SigningName { get; init; }

    /// <inheritdoc cref="ServiceRow.Target"/>
    public string? Target { get; init; }

    /// <inheritdoc cref="ServiceRow.QueryVersion"/>
    public string? QueryVersion { get; init; }

    /// <summary>The XML namespace of its Query answers.</summary>
    public XNamespace QueryNamespace { get; init; } = XNamespace.None;

    /// <inheritdoc cref="ServiceRow.ErrorNamespace"/>
    public string? ErrorNamespace { get; init; }

    public required IReadOnlyDictionary<string, RpcOperation> Operations { get; init; }

    /// <summary>What a call needs to be allowed; null where nobody can tell, which allows it.</summary>
    public Func<RpcCall, IReadOnlyList<NeededPermission>?>? Needs { get; init; }

    /// <summary>Changes the members of a Query request to the names that the other protocols have.</summary>
    public Func<string, Dictionary<string, object?>, Dictionary<string, object?>>? FromQuery { get; init; }

    /// <summary>Writes the Query answer of a service whose XML is not as that of the others.</summary>
    public Func<string, Dictionary<string, object?>?, string, XElement>? ToQuery { get; init; }

    public ServiceRow ToRow() => new()
    {
        Name = Name,
        SigningName = SigningName,
        Target = Target,
        QueryVersion = QueryVersion,
        ErrorNamespace = ErrorNamespace,
        Operations = [.. Operations.Keys],
        Needs = Needs is null ? null : async call => Needs(await ReadAsync(call).ConfigureAwait(false)),
        Answer = AnswerAsync,
    };

    private async Task AnswerAsync(ServiceCall call)
    {
        var reply = await Operations[call.Operation](await ReadAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
        await (call.Protocol switch
        {
            WireProtocol.Query => ServiceReply.SendAsync(call, "text/xml", ServiceReply.Xml(
                ToQuery?.Invoke(call.Operation, reply, call.RequestId) ?? QueryReply.Write(call.Operation, QueryNamespace, reply, call.RequestId))),
            WireProtocol.RpcV2Cbor => ServiceReply.SendAsync(call, ServiceReply.CborType, reply is null ? default : CborValue.Write(reply)),
            // JSON answers an operation without output with an empty structure, RPC v2 with nothing.
            WireProtocol.Json10 => ServiceReply.SendAsync(call, AwsJson.Version10, JsonBody.Write(reply ?? [])),
            _ => ServiceReply.SendAsync(call, AwsJson.Version11, JsonBody.Write(reply ?? [])),
        }).ConfigureAwait(false);
    }

    // Read once: first to judge who may, then to do it.
    private async Task<RpcCall> ReadAsync(ServiceCall call)
    {
        if (call.Parsed is RpcCall read)
        {
            return read;
        }

        object? members;
        try
        {
            var body = call.Protocol == WireProtocol.Query ? default : await call.BodyAsync().ConfigureAwait(false);
            members = call.Protocol switch
            {
                WireProtocol.Query => FromQuery?.Invoke(call.Operation, QueryForm.Read(call.Form)) ?? QueryForm.Read(call.Form),
                _ when body.IsEmpty => new Dictionary<string, object?>(),
                WireProtocol.RpcV2Cbor => CborValue.Read(body),
                _ => JsonBody.Read(body),
            };
        }
        catch (FormatException exception)
        {
            throw new AwsError("SerializationException", exception.Message);
        }

        var parsed = new RpcCall(call, ServiceRequest.Of(members));
        call.Parsed = parsed;
        return parsed;
    }
}
