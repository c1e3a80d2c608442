using System.Net;
using Amazon.Lambda.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Lambda.Internal;

internal sealed class InvokeResponseUnmarshaller : JsonResponseUnmarshaller
{
    private static readonly Type[] Modelled =
    [
        typeof(InvalidParameterValueException), typeof(InvalidRequestContentException), typeof(RequestTooLargeException),
        typeof(ResourceNotFoundException), typeof(ServiceException), typeof(TooManyRequestsException),
    ];

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        var payload = new MemoryStream();
        input.Stream.CopyTo(payload);
        payload.Position = 0;
        return new InvokeResponse
        {
            ExecutedVersion = Header(input, "X-Amz-Executed-Version"),
            FunctionError = Header(input, "X-Amz-Function-Error"),
            LogResult = Header(input, "X-Amz-Log-Result"),
            Payload = payload,
            StatusCode = (int)input.ResponseData.StatusCode,
        };
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        var type = Modelled.FirstOrDefault(modelled => modelled.Name == error.Code) ?? typeof(AmazonLambdaException);
        return (AmazonServiceException)Activator.CreateInstance(
            type, error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }

    private static string Header(JsonUnmarshallerContext input, string name) =>
        input.ResponseData.IsHeaderPresent(name) ? input.ResponseData.GetHeaderValue(name) : null;
}
