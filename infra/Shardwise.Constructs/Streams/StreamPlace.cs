using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>The account and region of a stream, as far as they are known before the stack is deployed, beside those of what uses it.</summary>
internal static class StreamPlace
{
    /// <summary>Those that its ARN names, and where that is only known when it is deployed, its stack's. Either may be a token.</summary>
    public static (string Account, string Region) Of(IStream stream) =>
        stream.StreamArn.Split(':', 6) is ["arn", _, "kinesis", { Length: > 0 } region, { Length: > 0 } account, _]
            ? (account, region)
            : (Stack.Of(stream).Account, Stack.Of(stream).Region);

    /// <summary>The account of a stream, where it is known to be another than a construct's.</summary>
    public static string? OtherAccount(IConstruct scope, IDataStream stream) => OtherAccount(scope, stream.Stream);

    /// <inheritdoc cref="OtherAccount(IConstruct, IDataStream)" />
    public static string? OtherAccount(IConstruct scope, IStream stream) => Other(Stack.Of(scope).Account, Of(stream).Account);

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
        var other = Other(own, Of(stream.Stream).Region);
        check.Require(other is null, property, $"in {other}", $"a stream of {own}, where this stack is: {who} no other region");
    }

    /// <summary>Refuses a stream of another account.</summary>
    /// <inheritdoc cref="SameRegion" />
    public static void SameAccount(PropsCheck check, string property, IConstruct? scope, IDataStream? stream, string who)
    {
        if (scope is not null && stream is not null && OtherAccount(scope, stream) is { } account)
            check.Require(false, property, $"of account {account}", $"a stream of {Stack.Of(scope).Account}, whose stack this is: {who}");
    }

    /// <summary>Refuses a stream of another account or region, for what reaches none.</summary>
    /// <param name="check">What gathers the violations.</param>
    /// <param name="scope">What uses the stream.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="why">As in "a scaler calls Kinesis in its own".</param>
    public static void RequireHere(PropsCheck check, IConstruct scope, IStream stream, string why)
    {
        var (own, (account, region)) = (Stack.Of(scope), Of(stream));
        check.Require(!Differ(own.Account, account), "The stream's account", account, $"{own.Account}, the stack's own, since {why} account");
        check.Require(!Differ(own.Region, region), "The stream's region", region, $"{own.Region}, the stack's own, since {why} region");
        var made = Stack.Of(stream);
        // A stack that says its account and one that leaves it open cannot refer to each other, even where the two are one.
        check.Require(
            made.Environment == own.Environment || Differ(own.Account, account) || Differ(own.Region, region)
                || stream.Node.DefaultChild is not CfnStream,
            "The stream's stack", $"'{made.StackName}', whose env is not that of '{own.StackName}'", "one env for both, or for neither");
    }

    /// <summary>Whether two accounts or regions are known, and not the same.</summary>
    public static bool Differ(string own, string other) => Other(own, other) is not null;

    private static string? Other(string own, string theirs) => PropsCheck.IsToken(own) || PropsCheck.IsToken(theirs) || own == theirs ? null : theirs;
}
