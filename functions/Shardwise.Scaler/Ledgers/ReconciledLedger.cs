namespace Shardwise.Scaler.Ledgers;

/// <summary>The ledger after a look at the stream.</summary>
internal sealed record ReconciledLedger(Ledger Ledger)
{
    /// <summary>Whether the ledger differs from what was read, and is to be written.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether another invocation wrote an operation down a moment ago, and its call may still be on its way.</summary>
    public bool OtherInvocation { get; init; }

    /// <summary>What a person should know.</summary>
    public string? Note { get; init; }
}
