using System.Text;

namespace Shardwise.Cli.Tests.Redrive;

/// <summary>What Lambda answers to an Invoke.</summary>
internal sealed record FunctionReply(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>What the function returned.</summary>
    public static FunctionReply Ok(string json) => new(200, Encoding.UTF8.GetBytes(json));

    /// <summary>The function threw, or its time ran out.</summary>
    public static FunctionReply Failed(string json) => Ok(json) with { Headers = new() { ["X-Amz-Function-Error"] = "Unhandled" } };

    /// <summary>The function was not run.</summary>
    public static FunctionReply Refused(int status, string code) =>
        new(status, """{"Message":"No."}"""u8.ToArray()) { Headers = new() { ["x-amzn-ErrorType"] = code } };
}
