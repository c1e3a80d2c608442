using Amazon.CDK;
using Amazon.CDK.Assertions;
using Annotations = Amazon.CDK.Assertions.Annotations;

namespace Shardwise.Constructs.Tests;

/// <summary>What a stack is warned of when it is synthesized.</summary>
internal static class Warnings
{
    private const string SilentAlarms = "shardwise:alarmsWithoutAction";

    /// <summary>The texts, without the acknowledgement that the CDK adds to each; that its alarms have no action is left out, since few tests give a topic.</summary>
    public static IReadOnlyList<string> Of(Stack stack) => [.. All(stack).Where(warning => !warning.Contains(SilentAlarms)).Select(Text)];

    /// <summary>What it says of alarms without an action.</summary>
    public static IReadOnlyList<string> OfSilentAlarms(Stack stack) => [.. All(stack).Where(warning => warning.Contains(SilentAlarms)).Select(Text)];

    private static string Text(string warning) => warning.Split(" [ack: ")[0];

    private static IEnumerable<string> All(Stack stack) =>
        Annotations.FromStack(stack).FindWarning("*", Match.AnyValue()).Select(warning => $"{warning.Entry.Data}");
}
