using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>What the ARN of a stream or of a consumer says.</summary>
internal readonly record struct StreamArn(Scope Scope, string Stream, string? Consumer)
{
    /// <summary>Reads <c>arn:aws:kinesis:REGION:ACCOUNT:stream/NAME[/consumer/NAME:SECONDS]</c>; null for anything else.</summary>
    public static StreamArn? Parse(string arn)
    {
        var parts = arn.Split(':', 6);
        if (parts.Length < 6 || parts[2] != "kinesis" || !parts[5].StartsWith("stream/", StringComparison.Ordinal))
        {
            return null;
        }

        var path = parts[5]["stream/".Length..].Split('/');
        var scope = new Scope(parts[4], parts[3]);
        return path switch
        {
            [var stream] => new StreamArn(scope, stream, null),
            [var stream, "consumer", var consumer] => new StreamArn(scope, stream, consumer),
            _ => null,
        };
    }
}
