using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class KMSInvalidStateException : AmazonKinesisException
{
    public KMSInvalidStateException() : base()
    {
    }

    public KMSInvalidStateException(string message) : base(message)
    {
    }

    public KMSInvalidStateException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public KMSInvalidStateException(Exception innerException) : base(innerException)
    {
    }

    public KMSInvalidStateException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public KMSInvalidStateException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
