namespace Shardwise.Constructs.Scaling;

/// <summary>How a stream's cost is weighed against throttled records.</summary>
public enum ScalingSetting
{
    /// <summary>Least cost: for producers that retry and can wait.</summary>
    Lean,

    /// <summary>For most streams.</summary>
    Balanced,

    /// <summary>Least throttling: for producers that lose what is refused.</summary>
    Safe,
}
