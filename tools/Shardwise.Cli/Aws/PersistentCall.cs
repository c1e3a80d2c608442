using System.Net;
using Amazon.Runtime;

namespace Shardwise.Cli.Aws;

/// <summary>Makes calls to a client without retries of its own again while they fail for reasons that pass, a bounded number of times.</summary>
internal static class PersistentCall
{
    private const int MostFailuresInRow = 8;

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    /// <summary>Makes a call until it is answered.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (Exception exception) when (failures < MostFailuresInRow && Passes(exception) && !cancellationToken.IsCancellationRequested)
            {
                var longest = Math.Min(FirstBackoff.TotalMilliseconds * Math.Pow(2, failures - 1), LongestBackoff.TotalMilliseconds);
                var wait = TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool Passes(Exception exception) => exception switch
    {
        // By their codes, since not every call has an exception of its own for each.
        AmazonServiceException
        {
            ErrorCode: "ProvisionedThroughputExceededException" or "LimitExceededException" or "ThrottlingException" or "KMSThrottlingException",
        } => true,
        AmazonServiceException service => service.StatusCode is >= HttpStatusCode.InternalServerError or 0,
        HttpRequestException or IOException or TimeoutException or TaskCanceledException or AmazonClientException => true,
        _ => false,
    };
}
