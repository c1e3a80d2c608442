using System.Data.Common;
using System.Net.Sockets;
using Amazon.Runtime;

namespace Shardwise.Consumers;

internal static class Failure
{
    public static FailureCause CauseOf(Exception exception) => exception switch
    {
        DependencyUnavailableException or TimeoutException or OperationCanceledException => FailureCause.Dependency,
        AmazonServiceException or AmazonClientException => FailureCause.Dependency,
        HttpRequestException or SocketException or IOException => FailureCause.Dependency,
        DbException { IsTransient: true } => FailureCause.Dependency,
        _ => FailureCause.Record,
    };

    public static string Describe(Exception exception) => exception switch
    {
        RejectedRecordException or DependencyUnavailableException => exception.Message,
        AmazonServiceException service => $"{service.GetType().Name}: {service.ErrorCode} (HTTP {(int)service.StatusCode})",
        OperationCanceledException => "A call was cancelled or timed out.",
        _ => $"{exception.GetType().Name}: {exception.Message}",
    };
}
