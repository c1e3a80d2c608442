namespace Shardwise.AwsPackages.Tests.Surface;

internal sealed record TypeFacts(string Bases, IReadOnlyList<MemberFacts> Members);
