namespace Shardwise.Scaler;

/// <summary>How an AWS call failed, as far as the scaler acts differently on it.</summary>
internal enum AwsFailure
{
    Throttled,
    LimitExceeded,
    NotFound,
    InUse,
    Invalid,
    Unanswered,
    Other,
}

/// <summary>A call to AWS that failed after its retries.</summary>
internal sealed class AwsCallException(AwsFailure failure, string message, Exception innerException) : Exception(message, innerException)
{
    public AwsFailure Failure { get; } = failure;
}
