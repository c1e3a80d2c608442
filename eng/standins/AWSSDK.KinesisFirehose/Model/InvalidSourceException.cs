using System.Net;
using Amazon.Runtime;

namespace Amazon.KinesisFirehose.Model;

public partial class InvalidSourceException : AmazonKinesisFirehoseException
{
    public InvalidSourceException() : base()
    {
    }

    public InvalidSourceException(string message) : base(message)
    {
    }

    public InvalidSourceException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public InvalidSourceException(Exception innerException) : base(innerException)
    {
    }

    public InvalidSourceException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public InvalidSourceException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
