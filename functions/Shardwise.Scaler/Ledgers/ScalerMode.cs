namespace Shardwise.Scaler.Ledgers;

/// <summary>What an operator lets the scaler do with one stream.</summary>
internal enum ScalerMode
{
    /// <summary>Everything.</summary>
    Active,

    /// <summary>Observe, decide and say what it would have done; change nothing, not even the ledger.</summary>
    DryRun,

    /// <summary>Observe and keep the ledger; reshard nothing.</summary>
    Paused,
}
