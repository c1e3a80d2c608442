using System.Net;
using Amazon.Runtime;

namespace Amazon.Lambda.Model;

public partial class InvalidRequestContentException : AmazonLambdaException
{
    public InvalidRequestContentException() : base()
    {
    }

    public InvalidRequestContentException(string message) : base(message)
    {
    }

    public InvalidRequestContentException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public InvalidRequestContentException(Exception innerException) : base(innerException)
    {
    }

    public InvalidRequestContentException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public InvalidRequestContentException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
