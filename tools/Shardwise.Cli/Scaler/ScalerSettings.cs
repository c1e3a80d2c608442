namespace Shardwise.Cli.Scaler;

/// <summary>What <c>shardwise scaler</c> was asked for.</summary>
public sealed record ScalerSettings
{
    /// <summary>The stream's name.</summary>
    public required string Stream { get; init; }

    /// <summary>A file with the scaling target to go by; by default what the stream's tag says.</summary>
    public string? Target { get; init; }

    /// <summary>The credential profile; by default the SDK's own chain.</summary>
    public string? Profile { get; init; }

    /// <summary>The region; by default the SDK's own chain.</summary>
    public string? Region { get; init; }

    /// <summary>A local endpoint for Kinesis and CloudWatch in place of AWS, on this machine only.</summary>
    public string? Endpoint { get; init; }
}
