namespace Shardwise.Local.Functions;

/// <summary>A function as the template asks for it.</summary>
internal sealed record FunctionDefinition
{
    /// <summary>Its stack's path.</summary>
    public string Stack { get; init; } = "";

    public required string LogicalId { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary>The ARN of its role; null where the template has none.</summary>
    public string? RoleArn { get; init; }

    /// <summary><c>Assembly::Type::Method</c>, or the name of an assembly that runs its own bootstrap.</summary>
    public required string Handler { get; init; }

    /// <summary>The published folder, or a zip of it; empty where the template holds the code itself.</summary>
    public required string CodePath { get; init; }

    /// <summary>The folders or zips of its layers, in their order.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>The code, where the template holds it itself.</summary>
    public string? InlineCode { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required int MemoryMegabytes { get; init; }

    /// <summary>How many of it may run at a time; null where the account's limit counts, 0 where it is switched off.</summary>
    public int? ReservedConcurrency { get; init; }

    public required string Runtime { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
