namespace Shardwise.Local.Functions;

/// <summary>A function as the template asks for it.</summary>
internal sealed record FunctionDefinition
{
    public required string LogicalId { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary><c>Assembly::Type::Method</c>, or the name of an assembly that runs its own bootstrap.</summary>
    public required string Handler { get; init; }

    /// <summary>The published folder, or a zip of it.</summary>
    public required string CodePath { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required int MemoryMegabytes { get; init; }

    public required string Runtime { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
