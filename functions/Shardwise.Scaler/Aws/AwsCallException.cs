namespace Shardwise.Scaler.Aws;

/// <summary>A call to AWS that failed after its retries.</summary>
internal sealed class AwsCallException(AwsFailure failure, string message, Exception innerException) : Exception(message, innerException)
{
    public AwsFailure Failure { get; } = failure;
}
