using Amazon.CDK;
using Amazon.CDK.Assertions;
using Annotations = Amazon.CDK.Assertions.Annotations;

namespace Shardwise.Constructs.Tests;

/// <summary>What a stack is warned of when it is synthesized.</summary>
internal static class Warnings
{
    /// <summary>The texts, without the acknowledgement that the CDK adds to each.</summary>
    public static IReadOnlyList<string> Of(Stack stack) =>
        [.. Annotations.FromStack(stack).FindWarning("*", Match.AnyValue()).Select(warning => $"{warning.Entry.Data}".Split(" [ack: ")[0])];
}
