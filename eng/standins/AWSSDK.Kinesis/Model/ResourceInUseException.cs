using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class ResourceInUseException : AmazonKinesisException
{
    public ResourceInUseException() : base()
    {
    }

    public ResourceInUseException(string message) : base(message)
    {
    }

    public ResourceInUseException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public ResourceInUseException(Exception innerException) : base(innerException)
    {
    }

    public ResourceInUseException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public ResourceInUseException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
