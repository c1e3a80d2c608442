namespace Shardwise.Cli.Demo;

/// <summary>What <c>shardwise demo</c> was asked for.</summary>
public sealed record DemoSettings
{
    /// <summary>The trace file to replay; <c>null</c> (default) replays the built-in day.</summary>
    public string? Trace { get; init; }

    /// <summary>
    /// Simulated minutes: the first of a trace file, or those the built-in day takes (10 or more). Default: 120, or all of a shorter file.
    /// </summary>
    public int? Minutes { get; init; }

    /// <summary>Simulated seconds a real second: 1 to 3,600. Default 60, a minute a second.</summary>
    public double Speed { get; init; } = 60;

    /// <summary>The port of the local endpoint, 1 to 65535; 0 (default) takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The fewest user records: fewer fill no shard.</summary>
    public const int LeastRecords = 1_000;

    /// <summary>The most user records: the local stream keeps them in memory, some 200 bytes each.</summary>
    public const int MostRecords = 5_000_000;

    /// <summary>
    /// User records to offer in all, <see cref="LeastRecords"/> to <see cref="MostRecords"/>; <c>null</c> (default) takes
    /// <see cref="LocalScale.RecordsFor"/>.
    /// </summary>
    public int? Records { get; init; }

    /// <summary>The file that gets the functions' lines, or <c>-</c> for standard output; <c>null</c> (default): none.</summary>
    public string? Logs { get; init; }

    /// <summary>Whether the data folder stays when all is well; when it is not, it stays anyhow.</summary>
    public bool Keep { get; init; }

    /// <summary>Plain lines even where there is a terminal.</summary>
    public bool Plain { get; init; }

    /// <summary>The synthesized cloud assembly, <c>cdk.out</c>.</summary>
    public required string Assembly { get; init; }

    /// <summary>The path of <c>Shardwise.LambdaHost.dll</c>.</summary>
    public required string LambdaHost { get; init; }
}
