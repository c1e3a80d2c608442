namespace Shardwise.LocalKinesis.Streams;

internal enum PutOutcome : byte
{
    Pending,
    Stored,
    Throttled,
    NoRoom,
}
