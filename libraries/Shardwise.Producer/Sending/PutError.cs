using System.Net;
using Amazon.Runtime;

namespace Shardwise.Producer;

/// <summary>Why a record, or a whole call, was not accepted.</summary>
internal sealed record PutError(string Code, string Message, PutErrorKind Kind, Exception? Exception = null)
{
    private const string Throughput = "ProvisionedThroughputExceededException";

    /// <summary>The error of one record in an answer: one of throughput, or of the service itself, after which little is certain.</summary>
    public static PutError OfEntry(string code, string? message) =>
        new(code, message ?? "", code == Throughput ? PutErrorKind.Throttled : PutErrorKind.Ambiguous);

    /// <summary>What a whole call failed with.</summary>
    public static PutError Of(Exception exception, TimeSpan requestTimeout) => exception switch
    {
        AmazonServiceException service => new(CodeOf(service), service.Message, KindOf(service), service),
        OperationCanceledException => new("RequestTimeout", $"No answer within {requestTimeout}.", PutErrorKind.Ambiguous, exception),
        AmazonClientException or HttpRequestException or IOException or TimeoutException or InvalidDataException =>
            new(exception.GetType().Name, exception.Message, PutErrorKind.Ambiguous, exception),
        _ => new(exception.GetType().Name, exception.Message, PutErrorKind.Final, exception),
    };

    private static string CodeOf(AmazonServiceException exception) =>
        string.IsNullOrEmpty(exception.ErrorCode) ? exception.GetType().Name : exception.ErrorCode;

    private static PutErrorKind KindOf(AmazonServiceException exception) => CodeOf(exception) switch
    {
        Throughput or "LimitExceededException" or "ThrottlingException" or "Throttling" or "KMSThrottlingException" or "RequestLimitExceeded" =>
            PutErrorKind.Throttled,
        // New credentials or a corrected clock are a matter of the client's, and of moments.
        "ExpiredTokenException" or "ExpiredToken" or "RequestExpired" or "RequestTimeTooSkewed" or "RequestTimeout" => PutErrorKind.Ambiguous,
        "ValidationException" or "InvalidArgumentException" or "SerializationException" => PutErrorKind.Invalid,
        _ => exception.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => PutErrorKind.Throttled,
            HttpStatusCode.RequestTimeout => PutErrorKind.Ambiguous,
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => PutErrorKind.Final,
            _ => PutErrorKind.Ambiguous,
        },
    };
}
