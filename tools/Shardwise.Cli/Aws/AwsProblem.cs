using Amazon.Runtime;

namespace Shardwise.Cli.Aws;

/// <summary>What a failed AWS call means to the person who asked, in one line.</summary>
internal static class AwsProblem
{
    private static readonly HashSet<string> Denied = new(StringComparer.Ordinal) { "AccessDenied", "AccessDeniedException", "UnauthorizedOperation" };

    private static readonly HashSet<string> BadCredentials = new(StringComparer.Ordinal)
    {
        "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch",
        "MissingAuthenticationToken", "MissingAuthenticationTokenException", "UnrecognizedClientException", "IncompleteSignature",
        "IncompleteSignatureException",
    };

    /// <summary>The error to throw in its place; <see langword="null"/> when it is none of AWS's.</summary>
    /// <param name="exception">What the SDK threw.</param>
    /// <param name="action">The action as IAM names it.</param>
    /// <param name="stream">The stream that was asked for.</param>
    /// <param name="region">Where.</param>
    /// <param name="needs">What the command must be allowed.</param>
    public static Exception? Of(
        Exception exception, string action, string stream, string region,
        string needs = "plan needs kinesis:DescribeStreamSummary and cloudwatch:GetMetricData")
    {
        var asked = $"{action} for stream {stream} in {region}";
        return exception switch
        {
            AmazonServiceException { ErrorCode: "ResourceNotFoundException" } =>
                new InputException($"there is no stream {stream} in {region} in the account of these credentials", exception),
            AmazonServiceException { ErrorCode: { } code } denied when Denied.Contains(code) => new FailureException(
                $"these credentials do not allow {asked}; {needs} ({AwsAnswer.Of(denied)})", exception),
            AmazonServiceException { ErrorCode: { } code } bad when BadCredentials.Contains(code) => new FailureException(
                $"AWS does not take these credentials: are they expired, or for another partition than {region}? ({AwsAnswer.Of(bad)})", exception),
            AmazonServiceException { ErrorCode.Length: > 0 } answer => new FailureException(
                $"{asked} was answered with {AwsAnswer.Of(answer)}", exception),
            AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException =>
                new FailureException($"{asked} gave no answer: is the endpoint reachable from here?", exception),
            TaskCanceledException { InnerException: TimeoutException } => new FailureException($"{asked} did not answer in time", exception),
            _ => null,
        };
    }
}
