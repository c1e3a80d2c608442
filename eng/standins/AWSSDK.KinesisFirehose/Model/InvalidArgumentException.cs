using System.Net;
using Amazon.Runtime;

namespace Amazon.KinesisFirehose.Model;

public partial class InvalidArgumentException : AmazonKinesisFirehoseException
{
    public InvalidArgumentException() : base()
    {
    }

    public InvalidArgumentException(string message) : base(message)
    {
    }

    public InvalidArgumentException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public InvalidArgumentException(Exception innerException) : base(innerException)
    {
    }

    public InvalidArgumentException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public InvalidArgumentException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
