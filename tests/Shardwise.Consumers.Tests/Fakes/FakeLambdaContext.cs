using Amazon.Lambda.Core;

namespace Shardwise.Consumers.Tests.Fakes;

internal sealed class FakeLambdaContext : ILambdaContext
{
    public TimeSpan RemainingTime { get; set; } = TimeSpan.FromMinutes(1);

    public string FunctionName => "clicks";

    public string AwsRequestId => "request-1";

    public string FunctionVersion => "$LATEST";

    public string InvokedFunctionArn => "arn:aws:lambda:eu-west-1:123456789012:function:clicks";

    public string LogGroupName => "/aws/lambda/clicks";

    public string LogStreamName => "stream";

    public int MemoryLimitInMB => 512;

    public IClientContext ClientContext => throw new NotSupportedException();

    public ICognitoIdentity Identity => throw new NotSupportedException();

    public ILambdaLogger Logger => throw new NotSupportedException();
}
