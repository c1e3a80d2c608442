using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>Whether a stream is of the account and the region of what uses it.</summary>
internal static class StreamPlace
{
    /// <summary>Refuses a stream of another account or region, for what reaches none.</summary>
    /// <param name="check">What gathers the violations.</param>
    /// <param name="scope">What uses the stream.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="why">As in "a scaler calls Kinesis in its own".</param>
    public static void RequireHere(PropsCheck check, IConstruct scope, IStream stream, string why)
    {
        var (own, streams) = (Stack.Of(scope), stream.Env);
        check.Require(
            !Differ(own.Account, streams.Account), "The stream's account", streams.Account, $"{own.Account}, the stack's own, since {why} account");
        check.Require(
            !Differ(own.Region, streams.Region), "The stream's region", streams.Region, $"{own.Region}, the stack's own, since {why} region");
        var made = Stack.Of(stream);
        // A stack that says its account and one that leaves it open cannot refer to each other, even where the two are one.
        check.Require(
            made.Environment == own.Environment || Differ(own.Account, streams.Account) || Differ(own.Region, streams.Region)
                || stream.Node.DefaultChild is not CfnStream,
            "The stream's stack", $"'{made.StackName}', whose env is not that of '{own.StackName}'", "one env for both, or for neither");
    }

    /// <summary>Whether two accounts or regions are known, and not the same.</summary>
    public static bool Differ(string own, string other) => !PropsCheck.IsToken(own) && !PropsCheck.IsToken(other) && own != other;
}
