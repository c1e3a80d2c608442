namespace Shardwise.Cli.Local;

/// <summary>What <c>shardwise local</c> is asked to run of a CDK app.</summary>
public sealed record PipelineSettings
{
    /// <summary>A cloud assembly, an app's folder, or the command that synthesizes; null for the app in this folder.</summary>
    public string? App { get; init; }

    /// <summary>The stacks to run; none runs all.</summary>
    public IReadOnlyList<string> Stacks { get; init; } = [];

    /// <summary>Values of parameters, by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Simulated seconds a real second, 1 to 3600.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>The folder that everything is kept in; null keeps nothing.</summary>
    public string? Data { get; init; }

    /// <summary>The port on 127.0.0.1; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The region of stacks that name none.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Whether a function is started again when its folder changes.</summary>
    public bool Watch { get; init; }

    /// <summary>Whether the page is served.</summary>
    public bool Page { get; init; } = true;

    /// <summary>Whether each function may call only what its role's policies allow.</summary>
    public bool EnforcePermissions { get; init; } = true;

    /// <summary>Whether there are no colours.</summary>
    public bool Plain { get; init; }

    /// <summary>The file that gets the functions' lines; <c>-</c> for the screen.</summary>
    public string Logs { get; init; } = "-";

    /// <summary>Whether only to tell what would become of every resource.</summary>
    public bool Explain { get; init; }
}
