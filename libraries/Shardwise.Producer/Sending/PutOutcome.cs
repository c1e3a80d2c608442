namespace Shardwise.Producer;

/// <summary>What became of one Kinesis record of a call: where it lies, or why not.</summary>
internal readonly record struct PutOutcome(string? ShardId, string? SequenceNumber, PutError? Error)
{
    public PutOutcome(PutError error)
        : this(null, null, error)
    {
    }
}
