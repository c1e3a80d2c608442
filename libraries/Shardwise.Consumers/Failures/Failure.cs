using Amazon.Runtime;

namespace Shardwise.Consumers;

internal static class Failure
{
    public static FailureCause CauseOf(Exception exception) => Decisive(exception)?.Rule.Cause ?? FailureCause.Record;

    /// <summary>What the user's code says of a failure; where that fails itself, for its one record, what the rules say.</summary>
    public static FailureCause CauseBy(Func<Exception, FailureCause> causeOf, Exception exception)
    {
        try
        {
            return causeOf(exception);
        }
        catch (Exception another) when (another is not OutOfMemoryException)
        {
            return CauseOf(exception);
        }
    }

    /// <summary>What failed, and where another exception decides whose it is, that one too.</summary>
    public static string Describe(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var only] } ? Describe(only)
        : Decisive(exception)?.Exception is { } decisive && decisive != exception ? $"{Told(exception)} Within it: {Told(decisive)}"
        : Told(exception);

    /// <summary>The outermost exception that a rule knows; of an aggregate's a dependency's before a record's.</summary>
    private static (Exception Exception, FailureRule Rule)? Decisive(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is AggregateException aggregate)
            {
                return aggregate.InnerExceptions
                    .Select(inner => Decisive(inner))
                    .Where(decisive => decisive is not null)
                    .MaxBy(decisive => decisive!.Value.Rule.Cause == FailureCause.Dependency);
            }

            if (FailureRules.Of(exception) is { } rule)
            {
                return (exception, rule);
            }
        }

        return null;
    }

    private static string Told(Exception exception) => exception switch
    {
        RejectedRecordException or DependencyUnavailableException => exception.Message,
        AmazonServiceException service => $"{service.GetType().Name}: {service.ErrorCode} (HTTP {(int)service.StatusCode})",
        OperationCanceledException => "A call was cancelled or timed out.",
        _ => $"{exception.GetType().Name}: {MessageOf(exception)}",
    };

    // An exception of the user's own may make its message of what the record lacks.
    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception another) when (another is not OutOfMemoryException)
        {
            return "(it has no message)";
        }
    }
}
