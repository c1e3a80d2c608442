namespace Shardwise.Local.Firehose;

/// <summary>Hands batches to the transforming function, tries again where it fails, and sorts its answer.</summary>
internal sealed class LambdaTransform(DeliveryStreamDefinition stream, LambdaProcessing lambda, FirehoseMetrics metrics, FirehoseContext context)
{
    // Lambda's limit on what a function is handed and answers.
    private const int LargestPayload = 6 * 1024 * 1024;

    // The service gives an invocation five minutes; its pauses between tries are not documented.
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private static readonly RecordFailure FunctionError = RecordFailure.Processing(
        "Lambda.FunctionError", "The Lambda function was successfully invoked but it returned an error result.");

    private static readonly RecordFailure NoFunction = RecordFailure.Processing(
        "Lambda.ResourceNotFound", "The specified Lambda function does not exist. Use a different function that does exist.");

    private static readonly RecordFailure Denied = RecordFailure.Processing(
        "Lambda.InvokeAccessDenied", "Access was denied. Ensure that the access policy allows access to the Lambda function.");

    /// <summary>Transforms a batch; what the function drops is settled here.</summary>
    public async Task<(List<FirehoseRecord> Good, List<FailedRecord> Failed)> RunAsync(IReadOnlyList<FirehoseRecord> records)
    {
        var (payload, failure, attempts) = await InvokeAsync(records);
        var good = new List<FirehoseRecord>(records.Count);
        var failed = new List<FailedRecord>();
        var judged = failure is null ? TransformAnswer.Read(payload, records) : TransformAnswer.All(records, failure);
        for (int i = 0; i < records.Count; i++)
        {
            if (judged[i].Good is { } transformed)
            {
                good.Add(transformed);
            }
            else if (judged[i].Failure is { } why)
            {
                failed.Add(new FailedRecord(records[i], why with { Attempts = attempts, LambdaArn = lambda.QualifiedArn }));
            }
            else
            {
                records[i].Receipt.Settle();
            }
        }

        metrics.Add("SucceedProcessing.Records", good.Count);
        metrics.Add("SucceedProcessing.Bytes", good.Sum(record => (double)record.Original.Length));
        return (good, failed);
    }

    // An answer that is there is final, however wrong it is; an invocation that failed is tried again.
    private async Task<(ReadOnlyMemory<byte> Payload, RecordFailure? Failure, int Attempts)> InvokeAsync(IReadOnlyList<FirehoseRecord> records)
    {
        RecordFailure failure = FunctionError;
        for (int attempt = 1; attempt <= lambda.Retries + 1L; attempt++)
        {
            long begin = context.Clock.GetTimestamp();
            var (payload, problem) = await TryAsync(TransformEvent.Write(stream, context.Region, records));
            metrics.Add("ExecuteProcessing.Duration", context.Clock.GetElapsedTime(begin).TotalMilliseconds);
            metrics.Add("ExecuteProcessing.Success", problem is null ? 1 : 0);
            if (problem is null)
            {
                return (payload, null, attempt);
            }

            failure = problem;
            if (attempt <= lambda.Retries)
            {
                double seconds = Math.Min(LongestPause.TotalSeconds, ShortestPause.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 10)));
                await Task.Delay(TimeSpan.FromSeconds(seconds * (0.85 + (Random.Shared.NextDouble() * 0.3))), context.Clock, context.Stopping);
            }
        }

        context.Say(
            stream.LogicalId, $"{records.Count} records could not be transformed by {lambda.Arn} in {lambda.Retries + 1} tries: {failure.Code}");
        return (default, failure, lambda.Retries + 1);
    }

    // A grant on the function as it is named, or on its version: which of them the service asks for is told in two ways.
    private bool MayNot(string action) =>
        context.Refusal(lambda.RoleArn, action, lambda.Arn) is not null && context.Refusal(lambda.RoleArn, action, lambda.QualifiedArn) is not null;

    private async Task<(ReadOnlyMemory<byte> Payload, RecordFailure? Problem)> TryAsync(ReadOnlyMemory<byte> payload)
    {
        if (MayNot("lambda:InvokeFunction"))
        {
            return (default, Denied);
        }

        if (context.Invoke(lambda.Arn, payload, context.Stopping) is not { } invocation)
        {
            return (default, NoFunction);
        }

        // Functions run in real time, whatever the speed of the clock.
        try
        {
            var result = await invocation.WaitAsync(LongestInvocation, context.Stopping);
            return result.Succeeded && result.Payload.Length <= LargestPayload ? (result.Payload, null) : (default, FunctionError);
        }
        catch (TimeoutException)
        {
            return (default, FunctionError);
        }
    }
}
