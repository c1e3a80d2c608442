namespace Shardwise.Cli.Demo;

/// <summary>What a sender did so far.</summary>
/// <param name="Accepted">User records accepted.</param>
/// <param name="Throttled">User records refused for throughput and kept for another try, each time counted.</param>
/// <param name="Ambiguous">User records sent again because no answer told whether they were accepted: these may be duplicated.</param>
public readonly record struct SenderCounts(int Accepted, long Throttled, long Ambiguous);
