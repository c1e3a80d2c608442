using Amazon.Lambda.Core;

namespace Shardwise.Cli.Tests.Scaler;

/// <summary>What Lambda tells a function: that there is time.</summary>
internal sealed class InvocationContext : ILambdaContext
{
    public string AwsRequestId => "request";

    public IClientContext ClientContext => null!;

    public string FunctionName => "scaler";

    public string FunctionVersion => "1";

    public ICognitoIdentity Identity => null!;

    public string InvokedFunctionArn => "arn";

    public ILambdaLogger Logger => null!;

    public string LogGroupName => "group";

    public string LogStreamName => "stream";

    public int MemoryLimitInMB => 256;

    public TimeSpan RemainingTime => TimeSpan.FromSeconds(30);
}
