using Amazon.Lambda.Core;

namespace Shardwise.Scaler.Tests;

/// <param name="remaining">The time left of the invocation; by default 30 s, whenever asked.</param>
internal sealed class FakeContext(Func<TimeSpan>? remaining = null) : ILambdaContext
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
    public TimeSpan RemainingTime => remaining?.Invoke() ?? TimeSpan.FromSeconds(30);
}
