namespace Shardwise.Kpl;

/// <summary>What a payload turned out to be.</summary>
public enum PayloadStatus
{
    /// <summary>
    /// Not an aggregated record: it does not start with the bytes <c>F3 89 9A C2</c>, or is too short (20 bytes or fewer)
    /// to hold anything between them and the checksum.
    /// </summary>
    Plain,

    /// <summary>An aggregated record, its checksum verified and every user record in it sound.</summary>
    Aggregated,

    /// <summary>
    /// It starts as an aggregated record, but the MD5 at its end is not that of its content: damaged, cut short,
    /// added to, or a plain payload that starts with the same four bytes by chance.
    /// </summary>
    ChecksumMismatch,

    /// <summary>
    /// The checksum matches, but the content is not a sound aggregated record: broken protobuf, a required member missing,
    /// a key index outside its table, or no user record at all.
    /// </summary>
    Malformed,
}
