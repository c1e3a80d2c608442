namespace Shardwise.Scaler.Aws;

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
