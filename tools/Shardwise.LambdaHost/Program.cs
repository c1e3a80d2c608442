using Shardwise.LambdaHost;

if (args is not [var directory, var handler])
{
    Console.Error.WriteLine("usage: Shardwise.LambdaHost DIRECTORY ASSEMBLY::TYPE::METHOD, with AWS_LAMBDA_RUNTIME_API set");
    return 2;
}

if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } api)
{
    Console.Error.WriteLine("AWS_LAMBDA_RUNTIME_API is not set: it is host:port, where the Lambda Runtime API answers");
    return 2;
}

Parent.EndWithIt();
using var client = new RuntimeClient(api);
return await new InvocationLoop(client).RunAsync(directory, handler);
