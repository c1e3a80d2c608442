namespace Shardwise.Kpl;

/// <summary>
/// What happens to user records whose hash key lies outside the range of the shard they were read from. After a reshard a
/// producer with an old shard map can put such records into an aggregate.
/// </summary>
public enum HashRangeMode
{
    /// <summary>Every user record is yielded. A KPL that tried again after a reshard shows as duplicates.</summary>
    None,

    /// <summary>
    /// User records outside the range are dropped, the others yielded. Right for KPL 0.15.11 and later, which counts a user
    /// record as delivered when it fits the shard it went to and sends only the others again.
    /// </summary>
    DropOutOfRange,

    /// <summary>
    /// One user record outside the range drops the whole aggregate, as KCL 3.5.1 does. Right only for producers that send the
    /// whole aggregate again; with later KPLs it loses the user records that were in range.
    /// </summary>
    KclCompatible,
}
