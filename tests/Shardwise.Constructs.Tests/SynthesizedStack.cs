namespace Shardwise.Constructs.Tests;

/// <summary>What a stack became: its template, and what its synthesis warned of.</summary>
public sealed record SynthesizedStack(SynthesizedTemplate Template, IReadOnlyList<string> Warnings);
