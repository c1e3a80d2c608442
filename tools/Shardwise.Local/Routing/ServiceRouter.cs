using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Shardwise.Local.Routing;

/// <summary>
/// Finds out which service and operation a request is for, whether its caller may, and who answers. In this order: <c>X-Amz-Target</c>, the
/// path of RPC v2,
/// <c>Action</c> and <c>Version</c> of a Query form, the signature's service; what is left is S3's, whose buckets are paths and hosts of any name.
/// </summary>
internal sealed class ServiceRouter
{
    private ImmutableList<ServiceRow> _rows = [];

    /// <summary>The services, in the order they were added in.</summary>
    public IReadOnlyList<ServiceRow> Rows => _rows;

    /// <summary>Asked before a call is answered; an error refuses it. Null (default) allows all.</summary>
    public Func<ServiceRow, ServiceCall, Task<AwsError?>>? Judge { get; set; }

    /// <summary>Told of every write that the disk did not take.</summary>
    public Action<Exception>? StorageFailed { get; set; }

    /// <summary>Adds a service; it answers from the next request on.</summary>
    /// <exception cref="ArgumentException">Another service has that name or that target.</exception>
    public void Add(ServiceRow row) => ImmutableInterlocked.Update(
        ref _rows,
        rows => rows.Any(other => other.SigningName == row.SigningName || (row.Target is not null && other.Target == row.Target))
            ? throw new ArgumentException($"The service {row.Name} is in the table already.", nameof(row))
            : rows.Add(row));

    public async Task HandleAsync(HttpContext context)
    {
        var (row, call) = await FindAsync(context).ConfigureAwait(false);
        try
        {
            await AnswerAsync(row, call).ConfigureAwait(false);
        }
        catch (AwsError error)
        {
            await ServiceReply.RefuseAsync(row, call, error).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or BadHttpRequestException)
        {
            // The caller has left, or sent what is not HTTP.
            context.Abort();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A connection that breaks while a body is read is none of the disk's.
            if (exception is not ConnectionResetException && !context.RequestAborted.IsCancellationRequested)
            {
                StorageFailed?.Invoke(exception);
            }

            await ServiceReply.RefuseAsync(row, call, new AwsError("InternalFailure",
                $"The data directory cannot be used: {exception.Message}", 500)).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(ServiceRow? row, ServiceCall call)
    {
        if (row is null)
        {
            throw UnknownService(call);
        }

        if (!row.AnswersUnknown && !row.Operations.Contains(call.Operation))
        {
            throw UnknownOperation(row, call);
        }

        if (Judge is { } judge && await judge(row, call).ConfigureAwait(false) is { } refusal)
        {
            throw refusal;
        }

        await row.Answer(call).ConfigureAwait(false);
    }

    private async Task<(ServiceRow? Row, ServiceCall Call)> FindAsync(HttpContext context)
    {
        var request = context.Request;
        var signature = CallSignature.Of(request);
        if (request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target)
        {
            var (service, operation) = Split(target, '.');
            return (ByTarget(service), new ServiceCall(context, JsonProtocol(request), operation, signature));
        }

        string path = request.Path.Value ?? "/";
        if (path.Split('/') is ["", "service", var rpcService, "operation", var rpcOperation])
        {
            return (ByTarget(rpcService), new ServiceCall(context, WireProtocol.RpcV2Cbor, rpcOperation, signature));
        }

        return await QueryAsync(context, signature).ConfigureAwait(false) ?? Rest(context, signature);
    }

    private async Task<(ServiceRow? Row, ServiceCall Call)?> QueryAsync(HttpContext context, CallSignature? signature)
    {
        var request = context.Request;
        Dictionary<string, string> fields;
        bool isForm = request.Method == "POST" && request.ContentType?.StartsWith("application/x-www-form-urlencoded",
            StringComparison.OrdinalIgnoreCase) == true;
        if (isForm)
        {
            var draft = new ServiceCall(context, WireProtocol.Query, "", signature);
            string text = System.Text.Encoding.UTF8.GetString((await draft.BodyAsync().ConfigureAwait(false)).Span);
            fields = QueryHelpers.ParseQuery(text).ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        }
        else
        {
            fields = request.Query.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        }

        if (!fields.TryGetValue("Action", out string? action) || !fields.TryGetValue("Version", out string? version))
        {
            return null;
        }

        var row = _rows.Find(row => row.QueryVersion == version && (signature is null || signature.Service == row.SigningName));
        return (row, new ServiceCall(context, WireProtocol.Query, action, signature) { Form = fields });
    }

    private (ServiceRow? Row, ServiceCall Call) Rest(HttpContext context, CallSignature? signature)
    {
        string service = signature?.Service is { Length: > 0 } named ? named : "s3";
        var row = _rows.Find(row => row.SigningName == service && row.OperationOf is not null);
        // A service whose requests all name their operation was sent one that does not: told in what it speaks.
        row ??= _rows.Find(row => row.SigningName == service);
        var protocol = row?.OperationOf is not null || row is null ? row?.RestProtocol ?? WireProtocol.RestJson : WireProtocol.Json11;
        string operation = row?.OperationOf?.Invoke(new ServiceCall(context, protocol, "", signature)) ?? "";
        return (row, new ServiceCall(context, protocol, operation, signature));
    }

    private ServiceRow? ByTarget(string target) => _rows.Find(row => row.Target == target);

    private static WireProtocol JsonProtocol(HttpRequest request) => request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        AwsJson.Version10 => WireProtocol.Json10,
        "application/x-amz-cbor-1.1" => WireProtocol.AwsCbor11,
        _ => WireProtocol.Json11,
    };

    private static (string Left, string Right) Split(string text, char at)
    {
        int index = text.LastIndexOf(at);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }

    private AwsError UnknownService(ServiceCall call)
    {
        string named = call.Context.Request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target ? target
            : call.Protocol == WireProtocol.Query ? $"{call.Operation} (Version {call.Form["Version"]})"
            : call.Protocol == WireProtocol.RpcV2Cbor ? call.Context.Request.Path.Value!
            : $"The service '{call.Signature?.Service}'";
        return new AwsError("UnknownOperationException", $"{named} is not served locally; {string.Join(", ", _rows.Select(row => row.Name))} are.")
        {
            QueryCode = "InvalidAction",
        };
    }

    private static AwsError UnknownOperation(ServiceRow row, ServiceCall call) => call.Protocol switch
    {
        WireProtocol.RestXml => new AwsError("NotImplemented", $"{Line(call)} is not served locally.", (int)HttpStatusCode.NotImplemented),
        _ => new AwsError("UnknownOperationException", call.Operation.Length > 0
            ? $"{row.Name} {call.Operation} is not served locally: only {string.Join(", ", row.Operations.Order(StringComparer.Ordinal))} are."
            : $"{row.Name}: {Line(call)} is not served locally.", call.Protocol == WireProtocol.RestJson ? 404 : 400)
        {
            QueryCode = "InvalidAction",
        },
    };

    private static string Line(ServiceCall call) => $"{call.Context.Request.Method} {call.Context.Request.Path}{call.Context.Request.QueryString}";
}
