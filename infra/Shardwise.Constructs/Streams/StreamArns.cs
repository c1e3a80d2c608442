using Amazon.CDK;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>The ARNs of streams and of their consumers, <c>arn:P:kinesis:R:A:stream/NAME[/consumer/NAME:TIME]</c>.</summary>
internal static class StreamArns
{
    private const string Consumer = "/consumer/";
    private const string Prefix = "stream/";

    /// <summary>Whether it is that of a stream, or only known when the stack is deployed.</summary>
    public static bool IsStream(string arn) =>
        Resource(arn) is not { } resource
            || (resource.StartsWith(Prefix, StringComparison.Ordinal) && IsName(resource[Prefix.Length..], KinesisLimits.MaxNameLength));

    /// <summary>Whether it is that of a consumer, or only known when the stack is deployed.</summary>
    public static bool IsConsumer(string arn) =>
        Resource(arn) is not { } resource
            || (resource.Split(Consumer) is [var stream, var consumer] && IsStream(arn[..arn.IndexOf(Consumer, StringComparison.Ordinal)])
                && stream.Length > 0 && consumer.Split(':') is [var name, var time] && IsName(name, KinesisLimits.MaxConsumerNameLength)
                && time.Length > 0 && (PropsCheck.IsToken(time) || time.All(char.IsAsciiDigit)));

    /// <summary>The stream that a consumer's ARN names.</summary>
    public static string StreamOf(string consumerArn) => Fn.Select(0, Fn.Split(Consumer, consumerArn));

    /// <summary>The name that a consumer's ARN names.</summary>
    public static string ConsumerNameOf(string consumerArn) => Fn.Select(0, Fn.Split(":", Fn.Select(1, Fn.Split(Consumer, consumerArn))));

    // What stands after the account; null where the whole of it is a token.
    private static string? Resource(string arn) => arn.Split(':', 6) switch
    {
        ["arn", { Length: > 0 }, "kinesis", { Length: > 0 }, { Length: > 0 }, var resource] => resource,
        _ => PropsCheck.IsToken(arn) && !arn.StartsWith("arn:", StringComparison.Ordinal) ? null : "",
    };

    private static bool IsName(string name, int maxLength) => PropsCheck.IsToken(name) || ServiceName.IsValid(name, maxLength);
}
