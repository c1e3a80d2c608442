using System.Net;
using Amazon.Runtime;

namespace Shardwise.Consumers;

/// <summary>
/// Error codes with which AWS services refuse a request for what it holds. Their HTTP status does not tell: the JSON protocols answer 400 to a
/// throttled call and to an expired token as well.
/// </summary>
internal static class AwsErrors
{
    // In the message of a cancelled transaction stand the reasons of each of its items, as "[None, ConditionalCheckFailed]".
    private const string TransactionCanceled = "TransactionCanceledException";

    /// <summary>By service, each with its page.</summary>
    public static readonly (string Service, string Source, string[] Codes)[] RefusedForGood =
    [
        (
            "any service",
            "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html",
            ["InvalidParameterCombination", "InvalidParameterValue", "SerializationException", "ValidationError", "ValidationException"]),
        (
            "DynamoDB",
            "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html",
            ["ConditionalCheckFailedException", "ItemCollectionSizeLimitExceededException", "DuplicateItemException"]),
        (
            "S3",
            "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
            [
                "EntityTooLarge", "EntityTooSmall", "InvalidArgument", "InvalidRange", "InvalidRequest", "InvalidTag", "InvalidURI",
                "KeyTooLongError", "MalformedXML", "MaxMessageLengthExceeded", "MetadataTooLarge", "NoSuchKey", "NoSuchVersion",
                "NotFound", "PreconditionFailed",
            ]),
        (
            "Kinesis, Firehose",
            "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html",
            ["InvalidArgumentException"]),
        (
            "Lambda",
            "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html",
            ["InvalidParameterValueException", "InvalidRequestContentException", "RequestTooLargeException", "UnsupportedMediaTypeException"]),
        (
            "SQS, SNS",
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html",
            ["AWS.SimpleQueueService.BatchRequestTooLong", "BatchRequestTooLong", "InvalidMessageContents", "InvalidParameter"]),
        (
            "Step Functions",
            "https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html",
            ["ExecutionAlreadyExists", "InvalidExecutionInput", "InvalidName"]),
    ];

    public static bool HasCode(AmazonServiceException answer, string[] codes) => codes.Contains(answer.ErrorCode);

    /// <summary>The statuses that say so whatever the code, such as 410 of a WebSocket connection that is gone.</summary>
    public static bool HasStatus(AmazonServiceException answer) => answer.StatusCode is
        HttpStatusCode.Gone or HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.RequestUriTooLong
        or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.UnprocessableEntity
        or HttpStatusCode.RequestHeaderFieldsTooLarge;

    /// <summary>A transaction is refused for good when each item that stood in its way was.</summary>
    public static bool IsCancelledForGood(AmazonServiceException answer)
    {
        var message = answer.Message ?? "";
        var (open, close) = (message.IndexOf('[', StringComparison.Ordinal), message.IndexOf(']', StringComparison.Ordinal));
        if (answer.ErrorCode != TransactionCanceled || open < 0 || close < open)
        {
            return false;
        }

        var reasons = message[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries).Where(reason => reason != "None").ToList();
        return reasons.Count > 0
            && reasons.All(reason => reason is "ConditionalCheckFailed" or "ItemCollectionSizeLimitExceeded" or "ValidationError" or "DuplicateItem");
    }
}
