namespace Shardwise.Local;

/// <summary>What a <see cref="LocalPipeline"/> runs and with what.</summary>
public sealed record LocalPipelineOptions
{
    /// <summary>The folder of the synthesized cloud assembly (<c>cdk.out</c>), with its <c>manifest.json</c>.</summary>
    public required string CloudAssembly { get; init; }

    /// <summary>The stack to run, by artifact id or stack name; null is allowed where the assembly holds one stack only.</summary>
    public string? Stack { get; init; }

    /// <summary>The path of <c>Shardwise.LambdaHost.dll</c>, which every function's process runs.</summary>
    public required string LambdaHost { get; init; }

    /// <summary>The services that the functions find instead of AWS: clock, port, limits, data folder.</summary>
    public required LocalServicesOptions Services { get; init; }
}
