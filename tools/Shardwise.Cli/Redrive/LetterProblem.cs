using Amazon.Runtime;
using Shardwise.Cli.Aws;

namespace Shardwise.Cli.Redrive;

/// <summary>What a failed look at the letters means to the person who asked, in one line.</summary>
internal static class LetterProblem
{
    /// <summary>The error to throw in its place; <see langword="null"/> when it is none of S3's and none of the files'.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="source">Where the letters lie.</param>
    /// <param name="needs">What the command must be allowed.</param>
    public static Exception? Of(Exception exception, string source, string needs) => exception switch
    {
        AmazonServiceException { ErrorCode: "NoSuchBucket" } => new InputException($"there is no bucket for {source}", exception),
        AmazonServiceException { ErrorCode: "AccessDenied" } denied =>
            new FailureException($"these credentials do not allow to read {source}; {needs} ({AwsAnswer.Of(denied)})", exception),
        AmazonServiceException { ErrorCode.Length: > 0 } answer =>
            new FailureException($"reading {source} was answered with {AwsAnswer.Of(answer)}", exception),
        UnauthorizedAccessException => new FailureException($"{source} cannot be read", exception),
        AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException or TaskCanceledException =>
            new FailureException($"reading {source} gave no answer", exception),
        _ => null,
    };
}
