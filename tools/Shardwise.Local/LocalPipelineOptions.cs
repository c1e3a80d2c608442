namespace Shardwise.Local;

/// <summary>What a <see cref="LocalPipeline"/> runs and with what.</summary>
public sealed record LocalPipelineOptions
{
    /// <summary>The folder of the synthesized cloud assembly (<c>cdk.out</c>), with its <c>manifest.json</c>.</summary>
    public required string CloudAssembly { get; init; }

    /// <summary>
    /// The stacks to run, by artifact id, path, stack name or a pattern with <c>*</c>, each with those that it depends on; none (default) runs all.
    /// </summary>
    public IReadOnlyList<string> Stacks { get; init; } = [];

    /// <summary>Values of template and SSM parameters, by name: for those that have none in the stacks that run, or another.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether each function may do only what the policies of its role allow (default), so that a missing grant fails here as it would after the
    /// deployment. False: everybody may do everything.
    /// </summary>
    public bool EnforcePermissions { get; init; } = true;

    /// <summary>The path of <c>Shardwise.LambdaHost.dll</c>, which every function's process runs.</summary>
    public required string LambdaHost { get; init; }

    /// <summary>
    /// Whether streams, how far each mapping has come, and the simulated time are kept in the services' data folder, for a start to go on where the
    /// last one ended, however it ended. Default: each start begins anew.
    /// </summary>
    public bool Keep { get; init; }

    /// <summary>Whether a function is started again, between two events, when its published files change. Default false.</summary>
    public bool Watch { get; init; }

    /// <summary>Whether the endpoint serves the page for a browser, at <c>/</c> and <c>/_shardwise/</c>. Default: it does.</summary>
    public bool Page { get; init; } = true;

    /// <summary>
    /// The services that the functions find instead of AWS: clock, port, limits, data folder. Region and account count where the stacks are written
    /// for any.
    /// </summary>
    public required LocalServicesOptions Services { get; init; }
}
