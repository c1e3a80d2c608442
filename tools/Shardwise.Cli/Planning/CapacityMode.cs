namespace Shardwise.Cli.Planning;

/// <summary>How a stream has its capacity.</summary>
public enum CapacityMode
{
    /// <summary>Provisioned, with the shards it has now.</summary>
    AsItIs,

    /// <summary>Provisioned, and scaled by the scaler.</summary>
    Scaled,

    /// <summary>On-demand Standard.</summary>
    Standard,

    /// <summary>On-demand Advantage, which the account commits to for all of its on-demand streams of a region.</summary>
    Advantage,
}
