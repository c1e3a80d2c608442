using System.Globalization;
using System.Net;
using Amazon.Runtime;

namespace Shardwise.Scaler.Aws;

/// <summary>Runs AWS calls, and tells their failures apart.</summary>
internal static class AwsCall
{
    private static readonly HashSet<string> ThrottlingCodes = new(StringComparer.Ordinal)
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "TooManyRequestsException",
        "RequestLimitExceeded", "ProvisionedThroughputExceededException", "SlowDown",
    };

    /// <exception cref="AwsCallException">The call failed.</exception>
    public static async Task<T> RunAsync<T>(string operation, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException error)
        {
            throw new AwsCallException(Failure(error), Text(operation, error), error);
        }
        catch (OperationCanceledException error)
        {
            throw new AwsCallException(AwsFailure.Unanswered, $"{operation} did not answer in time", error);
        }
        catch (Exception error) when (error is AmazonClientException or HttpRequestException or IOException or TimeoutException)
        {
            throw new AwsCallException(AwsFailure.Unanswered, $"{operation} could not be sent or gave no answer ({error.GetType().Name})", error);
        }
    }

    /// <summary>Waits for a call's turn.</summary>
    /// <exception cref="AwsCallException">It did not come in time.</exception>
    public static async Task TurnAsync(string operation, Task turn)
    {
        try
        {
            await turn;
        }
        catch (OperationCanceledException error)
        {
            throw new AwsCallException(
                AwsFailure.Throttled, $"{operation} had no turn in time, since the calls of a fleet go one after another", error);
        }
    }

    private static AwsFailure Failure(AmazonServiceException error) => error.ErrorCode switch
    {
        // The same code says "too many calls a second" and "too many operations a day"; only its text tells them apart.
        "LimitExceededException" when error.Message.Contains("rate exceeded", StringComparison.OrdinalIgnoreCase) => AwsFailure.Throttled,
        "LimitExceededException" or "LimitExceeded" => AwsFailure.LimitExceeded,
        "ResourceNotFoundException" => AwsFailure.NotFound,
        "ResourceInUseException" => AwsFailure.InUse,
        "InvalidArgumentException" or "ValidationException" => AwsFailure.Invalid,
        { } code when ThrottlingCodes.Contains(code) => AwsFailure.Throttled,
        _ when error.StatusCode == HttpStatusCode.TooManyRequests => AwsFailure.Throttled,
        _ when error.StatusCode == 0 || (int)error.StatusCode >= 500 => AwsFailure.Unanswered,
        _ => AwsFailure.Other,
    };

    // The role names the stream, as published policies do, while AWS's service reference lists no resource type for the call: see ShardAutoscaler.
    private static string WhatToDo(string operation, string code) => (operation, code) switch
    {
        ("UpdateShardCount", "AccessDeniedException") =>
            "; allow kinesis:UpdateShardCount on \"*\" to the function's role, which has it on the stream's ARN",
        ("UpdateStreamWarmThroughput", "ValidationException" or "InvalidArgumentException") =>
            "; it takes a stream on demand, in an account whose On-demand Advantage (MinimumThroughputBillingCommitment) is ENABLED",
        _ => "",
    };

    private static string Text(string operation, AmazonServiceException error)
    {
        var code = string.IsNullOrEmpty(error.ErrorCode) ? "an error without a code" : error.ErrorCode;
        var status = error.StatusCode == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (HTTP {(int)error.StatusCode})");
        return $"{operation} answered {code}{status}: {error.Message.Trim().TrimEnd('.')}{WhatToDo(operation, code)}";
    }
}
