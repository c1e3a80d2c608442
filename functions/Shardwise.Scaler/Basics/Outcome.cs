namespace Shardwise.Scaler.Basics;

/// <summary>What became of a minute's decision: the <c>outcome</c> of the log line.</summary>
internal static class Outcome
{
    /// <summary>Nothing was to be done.</summary>
    public const string Hold = "hold";

    /// <summary>Splits and merges are to come; the shards are listed for the first of them.</summary>
    public const string Begins = "begins";

    /// <summary>AWS accepted the reshard.</summary>
    public const string Accepted = "accepted";

    /// <summary>It would have been done, but the stream's tag says dry-run.</summary>
    public const string DryRun = "dryRun";

    /// <summary>It would have been done, but the stream's tag says paused.</summary>
    public const string Paused = "paused";

    /// <summary>The account may not have the shards that it takes; nothing was asked.</summary>
    public const string QuotaReached = "quotaReached";

    /// <summary>Another reshard came first; AWS's own lock.</summary>
    public const string ResourceInUse = "resourceInUse";

    /// <summary>AWS counts more operations or shards than the ledger knows.</summary>
    public const string LimitExceeded = "limitExceeded";

    /// <summary>AWS refused the count, or the stream has become on-demand meanwhile.</summary>
    public const string InvalidArgument = "invalidArgument";

    /// <summary>The account's calls a second were used up; the next minute tries again.</summary>
    public const string Throttled = "throttled";

    /// <summary>The stream scales by itself.</summary>
    public const string OnDemand = "onDemand";

    /// <summary>The target is for warm throughput, and the stream is provisioned.</summary>
    public const string NotOnDemand = "notOnDemand";

    /// <summary>The target is for warm throughput, and the account has no On-demand Advantage.</summary>
    public const string CommitmentMissing = "commitmentMissing";

    /// <summary>There is no such stream.</summary>
    public const string StreamNotFound = "streamNotFound";

    /// <summary>The stream is being made or deleted.</summary>
    public const string NotActive = "notActive";

    /// <summary>The reshard was sent and no answer came; the stream shows in the next minute whether it was taken.</summary>
    public const string Unanswered = "unanswered";

    /// <summary>A call failed in a way that is not ordinary.</summary>
    public const string Failed = "failed";

    /// <summary>The event's detail is not usable.</summary>
    public const string InvalidTarget = "invalidTarget";
}
