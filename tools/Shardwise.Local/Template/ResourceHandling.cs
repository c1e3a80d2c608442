namespace Shardwise.Local.Template;

/// <summary>What becomes of a resource here.</summary>
internal enum ResourceHandling
{
    /// <summary>It runs.</summary>
    Runs,

    /// <summary>It changes nothing about what data flows where on one machine; nobody misses it.</summary>
    PassedOver,

    /// <summary>It would do something, and does not here.</summary>
    NotRun,
}
