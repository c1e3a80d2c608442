using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Flink;

/// <summary>When an application saves its state, so that a failure takes it back no further.</summary>
public sealed record FlinkCheckpoints
{
    /// <summary>Whether checkpoints are made.</summary>
    /// <value>The default is <see langword="true"/>: without them a failure loses the state and reads its sources from the start.</value>
    public bool Enabled { get; init; } = ConstructDefaults.Current.FlinkCheckpointing;

    /// <summary>How long after one checkpoint began the next one begins.</summary>
    /// <value>Whole milliseconds, 1 ms to 1 day. The default is one minute, which is the service's.</value>
    public TimeSpan Interval { get; init; } = ConstructDefaults.Current.FlinkCheckpointInterval;

    /// <summary>How long there is none at least, however long the last one took.</summary>
    /// <value>Whole milliseconds, 0 ms to 1 day. The default is five seconds, which is the service's.</value>
    public TimeSpan MinPause { get; init; } = ConstructDefaults.Current.FlinkCheckpointMinPause;

    internal void Check(PropsCheck check)
    {
        const string path = nameof(FlinkApplicationProps.Checkpoints);
        check.Duration(
            $"{path}.{nameof(Interval)}", Interval, FlinkLimits.MinCheckpointInterval, FlinkLimits.MaxCheckpointInterval, DurationUnit.Milliseconds);
        check.Duration($"{path}.{nameof(MinPause)}", MinPause, TimeSpan.Zero, FlinkLimits.MaxCheckpointInterval, DurationUnit.Milliseconds);
    }
}
