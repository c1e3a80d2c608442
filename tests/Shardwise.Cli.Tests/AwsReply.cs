using System.Text.Json;

namespace Shardwise.Cli.Tests;

/// <summary>What a service answers.</summary>
internal sealed record AwsReply(int Status, string Json)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    public static AwsReply Ok(object answer) => new(200, JsonSerializer.Serialize(answer));

    public static AwsReply Error(string code, string? message, int status = 400) =>
        new(status, message is null ? $$"""{"__type":"{{code}}"}""" : JsonSerializer.Serialize(new { __type = code, message }));
}
