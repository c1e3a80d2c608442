using System.Globalization;
using Amazon.Lambda.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Amazon.Lambda.Internal;

internal sealed class InvokeRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var invoke = (InvokeRequest)input;
        if (string.IsNullOrEmpty(invoke.FunctionName))
        {
            throw new AmazonLambdaException("Request object does not have required field FunctionName set");
        }

        var request = new DefaultRequest(input, "Amazon.Lambda")
        {
            HttpMethod = "POST",
            ResourcePath = "/2015-03-31/functions/{FunctionName}/invocations",
            ContentStream = invoke.PayloadStream ?? new MemoryStream(),
            UseQueryString = true,
        };
        request.AddPathResource("{FunctionName}", invoke.FunctionName);
        request.Headers[HeaderKeys.XAmzApiVersion] = "2015-03-31";
        request.Headers[HeaderKeys.ContentTypeHeader] = "binary/octet-stream";
        request.Headers[HeaderKeys.ContentLengthHeader] = request.ContentStream.Length.ToString(CultureInfo.InvariantCulture);
        if (invoke.InvocationType is { } type)
        {
            request.Headers["X-Amz-Invocation-Type"] = type.Value;
        }

        if (invoke.Qualifier is { } qualifier)
        {
            request.Parameters.Add("Qualifier", qualifier);
        }

        return request;
    }
}
