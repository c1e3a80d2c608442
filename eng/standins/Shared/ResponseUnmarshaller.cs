using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Shardwise.Standins;

internal sealed class ResponseUnmarshaller<TResponse>(JsonProtocol protocol, ModelledError[] errors) : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var body = new MemoryStream();
        input.Stream.CopyTo(body);
        return body.Length == 0
            ? new TResponse()
            : JsonSerializer.Deserialize<TResponse>(body.GetBuffer().AsSpan(0, (int)body.Length), WireJson.Options);
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        var type = errors.FirstOrDefault(e => e.Code == error.Code)?.Exception ?? protocol.UnmodelledException;
        return (AmazonServiceException)Activator.CreateInstance(
            type, error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
