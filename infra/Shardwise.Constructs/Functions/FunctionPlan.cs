using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;

namespace Shardwise.Constructs.Functions;

/// <summary>What a construct says of its function.</summary>
internal sealed record FunctionPlan
{
    public required string Description { get; init; }

    public required string Handler { get; init; }

    public required Code Code { get; init; }

    public required FunctionArchitecture Architecture { get; init; }

    public required double MemoryMb { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required LogGroup Logs { get; init; }
}
