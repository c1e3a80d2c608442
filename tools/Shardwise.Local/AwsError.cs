namespace Shardwise.Local;

/// <summary>An answer that refuses a call, with the service's own error code.</summary>
internal sealed class AwsError(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    public static AwsError InvalidArgument(string message) => new("InvalidArgumentException", message);

    public static AwsError Validation(string message) => new("ValidationException", message);

    public static AwsError NotFound(string message) => new("ResourceNotFoundException", message);

    public static AwsError InUse(string message) => new("ResourceInUseException", message);

    public static AwsError LimitExceeded(string message) => new("LimitExceededException", message);

    public static AwsError Throughput(string message) => new("ProvisionedThroughputExceededException", message);

    public static AwsError InternalFailure(string message) => new("InternalFailure", message, 500);
}
