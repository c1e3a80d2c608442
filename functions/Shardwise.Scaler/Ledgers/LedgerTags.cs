namespace Shardwise.Scaler.Ledgers;

/// <summary>The tags of a stream that the scaler reads and writes, and the words of its mode.</summary>
internal static class LedgerTags
{
    public const string Operations = "shardwise:operations";
    public const string Steps = "shardwise:steps";
    public const string State = "shardwise:state";
    public const string Mode = "shardwise:mode";
    public const string Target = "shardwise:target";

    public const string Active = "active";
    public const string DryRun = "dry-run";
    public const string Paused = "paused";

    // A word that is not known was meant to change something, and to hold still is what it most likely meant.
    public static (ScalerMode Mode, string? Problem) ModeOf(string? value) => value?.Trim().ToLowerInvariant() switch
    {
        null or "" or Active => (ScalerMode.Active, null),
        DryRun => (ScalerMode.DryRun, null),
        Paused => (ScalerMode.Paused, null),
        _ => (ScalerMode.Paused, $"the tag {Mode} is \"{value}\", taken as paused; allowed are active, dry-run and paused"),
    };
}
