namespace Shardwise.Local.Sqs;

/// <summary>The refusals of SQS, each with its code in JSON and in the older protocol.</summary>
internal static class SqsErrors
{
    private const string Older = "AWS.SimpleQueueService.";

    public static AwsError NoQueue() => new("QueueDoesNotExist", "The specified queue does not exist.") { QueryCode = Older + "NonExistentQueue" };

    public static AwsError InvalidHandle() => new("ReceiptHandleIsInvalid", "The input receipt handle is invalid.", 404);

    public static AwsError NotInFlight(string handle) => new(
        "MessageNotInflight", $"Value {handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for "
        + "visibility timeout change.")
    {
        QueryCode = Older + "MessageNotInflight",
    };

    public static AwsError Exists(string name) =>
        new("QueueNameExists", $"A queue named {name} exists with other attributes.") { QueryCode = "QueueAlreadyExists" };

    public static AwsError Invalid(string message) => new("InvalidParameterValueException", message) { QueryCode = "InvalidParameterValue" };

    public static AwsError Missing(string name) =>
        new("MissingRequiredParameterException", $"The request must contain the parameter {name}.") { QueryCode = "MissingParameter" };

    public static AwsError InvalidAttributeName(string message) => new("InvalidAttributeName", message);

    public static AwsError InvalidAttributeValue(string message) => new("InvalidAttributeValue", message);

    public static AwsError PurgeInProgress(string name) =>
        new("PurgeQueueInProgress", $"Only one PurgeQueue operation on {name} is allowed every 60 seconds.", 403)
        {
            QueryCode = Older
            + "PurgeQueueInProgress"
        };

    public static AwsError EmptyBatch() => new("EmptyBatchRequest", "There should be at least one entry in the request.")
    {
        QueryCode = Older
        + "EmptyBatchRequest"
    };

    public static AwsError TooManyEntries(int count) =>
        new("TooManyEntriesInBatchRequest", $"Maximum number of entries per request are 10. You have sent {count}.")
        {
            QueryCode = Older
            + "TooManyEntriesInBatchRequest"
        };

    public static AwsError SameIds(string id) => new("BatchEntryIdsNotDistinct", $"Id {id} repeated.")
    {
        QueryCode = Older
        + "BatchEntryIdsNotDistinct"
    };

    public static AwsError InvalidId() => new(
        "InvalidBatchEntryId", "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters "
        + "long.")
    {
        QueryCode = Older + "InvalidBatchEntryId",
    };

    public static AwsError BatchTooLong(int most, int length) =>
        new("BatchRequestTooLong", $"Batch requests cannot be longer than {most} bytes. You have sent {length} bytes.")
        {
            QueryCode = Older
            + "BatchRequestTooLong"
        };
}
