using Amazon.Lambda.Core;

namespace Shardwise.Benchmarks.Etl;

/// <summary>An invocation with a minute left.</summary>
internal sealed class BenchmarkContext : ILambdaContext
{
    public TimeSpan RemainingTime => TimeSpan.FromMinutes(1);

    public string FunctionName => "benchmark";

    public string AwsRequestId => "request";

    public string FunctionVersion => "$LATEST";

    public string InvokedFunctionArn => "arn:aws:lambda:eu-west-1:123456789012:function:benchmark";

    public string LogGroupName => "/aws/lambda/benchmark";

    public string LogStreamName => "stream";

    public int MemoryLimitInMB => 1024;

    public IClientContext ClientContext => throw new NotSupportedException();

    public ICognitoIdentity Identity => throw new NotSupportedException();

    public ILambdaLogger Logger => throw new NotSupportedException();
}
