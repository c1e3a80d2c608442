namespace Shardwise.Consumers;

/// <summary>The three answers that Firehose knows.</summary>
internal enum FirehoseOutcome
{
    Ok,
    Dropped,
    ProcessingFailed,
}
