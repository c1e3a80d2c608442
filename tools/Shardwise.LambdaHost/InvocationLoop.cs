using Amazon.Lambda.Core;

namespace Shardwise.LambdaHost;

/// <summary>Loads the handler once, then takes one event after another until there are no more.</summary>
internal sealed class InvocationLoop(RuntimeClient client)
{
    public async Task<int> RunAsync(string directory, string handlerText)
    {
        Func<Stream, ILambdaContext, Task<Stream>> handler;
        try
        {
            handler = HandlerBinding.Bind(FunctionLoader.FindMethod(directory, handlerText));
        }
        catch (Exception exception)
        {
            var problem = exception is HandlerException
                ? new LambdaError("Runtime.InvalidHandler", exception.Message, [], null)
                : LambdaError.Of(exception);
            Console.Error.WriteLine(exception is HandlerException ? exception.Message : exception);
            await client.FailInitializationAsync(problem);
            return 1;
        }

        while (await client.NextAsync() is { } invocation)
        {
            await InvokeAsync(handler, invocation);
        }

        return 0;
    }

    private async Task InvokeAsync(Func<Stream, ILambdaContext, Task<Stream>> handler, NextInvocation invocation)
    {
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
        byte[] answer;
        try
        {
            using var input = new MemoryStream(invocation.Payload, writable: false);
            using var output = await handler(input, new LambdaContext(invocation));
            using var copy = new MemoryStream();
            await output.CopyToAsync(copy);
            answer = copy.ToArray();
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            await client.FailAsync(invocation.RequestId, LambdaError.Of(exception));
            return;
        }

        await client.RespondAsync(invocation.RequestId, answer);
    }
}
