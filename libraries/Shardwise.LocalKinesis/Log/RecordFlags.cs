namespace Shardwise.LocalKinesis.Log;

[Flags]
internal enum RecordFlags : byte
{
    None = 0,

    /// <summary>The stream was encrypted when the record came.</summary>
    Encrypted = 1,

    /// <summary>The record came without a partition key, which only streams that distribute by themselves allow.</summary>
    NoKey = 2,
}
