using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class ExpiredNextTokenException : AmazonKinesisException
{
    public ExpiredNextTokenException() : base()
    {
    }

    public ExpiredNextTokenException(string message) : base(message)
    {
    }

    public ExpiredNextTokenException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public ExpiredNextTokenException(Exception innerException) : base(innerException)
    {
    }

    public ExpiredNextTokenException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public ExpiredNextTokenException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
