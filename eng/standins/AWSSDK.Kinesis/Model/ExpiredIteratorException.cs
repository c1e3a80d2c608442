using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class ExpiredIteratorException : AmazonKinesisException
{
    public ExpiredIteratorException() : base()
    {
    }

    public ExpiredIteratorException(string message) : base(message)
    {
    }

    public ExpiredIteratorException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public ExpiredIteratorException(Exception innerException) : base(innerException)
    {
    }

    public ExpiredIteratorException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public ExpiredIteratorException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
