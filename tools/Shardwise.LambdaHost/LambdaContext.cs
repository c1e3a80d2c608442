using System.Globalization;
using Amazon.Lambda.Core;

namespace Shardwise.LambdaHost;

/// <summary>What a handler may ask about its invocation.</summary>
internal sealed class LambdaContext(NextInvocation invocation) : ILambdaContext
{
    public string AwsRequestId => invocation.RequestId;

    public IClientContext ClientContext => null!;

    public string FunctionName => Variable("AWS_LAMBDA_FUNCTION_NAME");

    public string FunctionVersion => Variable("AWS_LAMBDA_FUNCTION_VERSION");

    public ICognitoIdentity Identity => null!;

    public string InvokedFunctionArn => invocation.FunctionArn;

    public ILambdaLogger Logger { get; } = new ConsoleLogger();

    public string LogGroupName => Variable("AWS_LAMBDA_LOG_GROUP_NAME");

    public string LogStreamName => Variable("AWS_LAMBDA_LOG_STREAM_NAME");

    public int MemoryLimitInMB => int.TryParse(Variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out int size) ? size : 0;

    public TimeSpan RemainingTime => invocation.Deadline - DateTimeOffset.UtcNow;

    public string TraceId => invocation.TraceId;

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    private sealed class ConsoleLogger : ILambdaLogger
    {
        public void Log(string message) => Console.Write(message);

        public void LogLine(string message) => Console.WriteLine(message);

        public void Log(string level, string message) => Console.WriteLine($"{level}\t{message}");
    }
}
