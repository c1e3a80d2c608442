using Amazon.Lambda.Core;

namespace Shardwise.Local.TestFunctions;

/// <summary>Handlers of every shape that Lambda takes.</summary>
public sealed class Shapes
{
    public string Upper(string input) => input.ToUpperInvariant();

    public async Task<string> UpperLater(string input, ILambdaContext context)
    {
        await Task.Yield();
        return input.ToUpperInvariant();
    }

    public async ValueTask<int> Length(string input)
    {
        await Task.Yield();
        return input.Length;
    }

    public static string About(ILambdaContext context) =>
        $"{context.FunctionName} {context.MemoryLimitInMB} {context.FunctionVersion} {context.InvokedFunctionArn} {context.RemainingTime > TimeSpan.Zero} {context.AwsRequestId.Length}";

    public static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "(unset)";

    public Stream Copy(Stream input)
    {
        var copy = new MemoryStream();
        input.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    public void Nothing(string input, ILambdaContext context) => context.Logger.LogLine($"got {input}");

    public async Task Fails(string input)
    {
        await Task.Yield();
        throw new InvalidOperationException($"no {input}", new ArgumentException("inner"));
    }

    public void Exits(int code) => Environment.Exit(code);

    public void Sleeps(int milliseconds) => Thread.Sleep(milliseconds);

    public void Print(Stream input)
    {
        using var reader = new StreamReader(input);
        Console.WriteLine($"event {reader.ReadToEnd()}");
    }

    public void Two(string one, string two) => Console.WriteLine(one + two);
}
