using Amazon.CDK;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>The account and region of a stream, as far as they are known before the stack is deployed.</summary>
internal static class StreamPlace
{
    /// <summary>Those that its ARN names, and where that is only known when it is deployed, its stack's. Either may be a token.</summary>
    public static (string Account, string Region) Of(IDataStream stream) =>
        stream.StreamArn.Split(':', 6) is ["arn", _, "kinesis", { Length: > 0 } region, { Length: > 0 } account, _]
            ? (account, region)
            : (Stack.Of(stream.Stream).Account, Stack.Of(stream.Stream).Region);

    /// <summary>The account of a stream, where it is known to be another than a construct's.</summary>
    public static string? OtherAccount(IConstruct scope, IDataStream stream) => Other(Stack.Of(scope).Account, Of(stream).Account);

    /// <summary>Refuses a stream of another region.</summary>
    /// <param name="check">The check.</param>
    /// <param name="property">The property that gives the stream.</param>
    /// <param name="scope">Where the construct is to be.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="who">Who reaches no other region.</param>
    public static void SameRegion(PropsCheck check, string property, IConstruct? scope, IDataStream? stream, string who)
    {
        if (scope is null || stream is null)
            return;
        var own = Stack.Of(scope).Region;
        var other = Other(own, Of(stream).Region);
        check.Require(other is null, property, $"in {other}", $"a stream of {own}, where this stack is: {who} no other region");
    }

    /// <summary>Refuses a stream of another account.</summary>
    /// <inheritdoc cref="SameRegion" />
    public static void SameAccount(PropsCheck check, string property, IConstruct? scope, IDataStream? stream, string who)
    {
        if (scope is not null && stream is not null && OtherAccount(scope, stream) is { } account)
            check.Require(false, property, $"of account {account}", $"a stream of {Stack.Of(scope).Account}, whose stack this is: {who}");
    }

    private static string? Other(string own, string theirs) => PropsCheck.IsToken(own) || PropsCheck.IsToken(theirs) || own == theirs ? null : theirs;
}
