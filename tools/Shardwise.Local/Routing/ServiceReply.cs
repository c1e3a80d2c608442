using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Shardwise.Local.Rpc;

namespace Shardwise.Local.Routing;

/// <summary>Answers, each in the protocol that its caller speaks.</summary>
internal static class ServiceReply
{
    public const string CborType = "application/cbor";
    private const string AwsCborType = "application/x-amz-cbor-1.1";

    /// <summary>Refuses a call. What was said of the answer so far is taken back; where it is on its way already, the connection is cut.</summary>
    public static Task RefuseAsync(ServiceRow? row, ServiceCall call, AwsError error)
    {
        var context = call.Context;
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        context.Response.StatusCode = error.Status;
        return call.Protocol switch
        {
            WireProtocol.RestXml => SendAsync(call, "application/xml", context.Request.Method == "HEAD" ? default : Xml(S3Error(call, error))),
            WireProtocol.Query => SendAsync(call, "text/xml", Xml(QueryError(call, error))),
            WireProtocol.RpcV2Cbor => SendCodedAsync(row, call, error, CborType, body => CborValue.Write(body)),
            WireProtocol.AwsCbor11 => SendCodedAsync(row, call, error, AwsCborType, body => CborValue.Write(body)),
            WireProtocol.Json10 => SendCodedAsync(row, call, error, AwsJson.Version10, Json),
            WireProtocol.Json11 => SendCodedAsync(row, call, error, AwsJson.Version11, Json),
            _ => RefuseRestAsync(call, error),
        };
    }

    public static async Task SendAsync(ServiceCall call, string? contentType, ReadOnlyMemory<byte> body)
    {
        var response = call.Context.Response;
        response.Headers["x-amzn-RequestId"] = call.RequestId;
        if (call.Protocol == WireProtocol.RestXml)
        {
            response.Headers["x-amz-request-id"] = call.RequestId;
        }
        else if (call.Protocol == WireProtocol.RpcV2Cbor)
        {
            response.Headers["smithy-protocol"] = "rpc-v2-cbor";
        }

        response.ContentType = contentType;
        response.ContentLength = body.Length;
        try
        {
            await response.Body.WriteAsync(body, call.Context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The caller has left; nobody waits for the answer.
        }
    }

    // A character that XML has not is written by its number, as S3 does: its client is to see what is there. So is a return, which readers take away.
    public static byte[] Xml(XElement root)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize };
        using (var writer = XmlWriter.Create(text, settings))
        {
            root.WriteTo(writer);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static Task SendCodedAsync(
        ServiceRow? row, ServiceCall call, AwsError error, string contentType, Func<Dictionary<string, object?>, ReadOnlyMemory<byte>> write)
    {
        // The service's older protocol has codes of its own, which SDKs show where they find them in this header.
        if (row?.QueryVersion is not null)
        {
            call.Context.Response.Headers["x-amzn-query-error"] = $"{error.QueryCode ?? error.Code};{(error.Status < 500 ? "Sender" : "Receiver")}";
        }

        string type = row?.ErrorNamespace is { } space ? $"{space}#{error.Code}" : error.Code;
        return SendAsync(call, contentType, write(new Dictionary<string, object?> { ["__type"] = type, ["message"] = error.Message }));
    }

    private static Task RefuseRestAsync(ServiceCall call, AwsError error)
    {
        call.Context.Response.Headers["x-amzn-ErrorType"] = error.Code;
        return SendAsync(call, "application/json", Json(new Dictionary<string, object?> { ["Type"] = "User", ["message"] = error.Message }));
    }

    private static ReadOnlyMemory<byte> Json(Dictionary<string, object?> body) => JsonSerializer.SerializeToUtf8Bytes(body);

    private static XElement S3Error(ServiceCall call, AwsError error) => new(
        "Error", new XElement("Code", error.Code), new XElement("Message", error.Message), new XElement("RequestId", call.RequestId));

    private static XElement QueryError(ServiceCall call, AwsError error) => new(
        "ErrorResponse",
        new XElement(
            "Error",
            new XElement("Type", error.Status < 500 ? "Sender" : "Receiver"),
            new XElement("Code", error.QueryCode ?? error.Code),
            new XElement("Message", error.Message)),
        new XElement("RequestId", call.RequestId));
}
