namespace Shardwise.Kpl;

/// <summary>What computes the MD5 of one message.</summary>
internal enum SerialMd5Code
{
    /// <summary>The system's: OpenSSL's on Linux. It does nothing else meanwhile.</summary>
    System,

    /// <summary><see cref="Md5General"/>.</summary>
    General,

    /// <summary><see cref="Md5OneLane"/>.</summary>
    OneLane,
}
