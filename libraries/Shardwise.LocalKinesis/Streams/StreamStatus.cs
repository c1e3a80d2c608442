namespace Shardwise.LocalKinesis.Streams;

internal enum StreamStatus
{
    Creating,
    Active,
    Updating,
    Deleting,
}
