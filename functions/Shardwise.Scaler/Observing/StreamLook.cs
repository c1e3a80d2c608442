using Amazon.Kinesis.Model;
using Shardwise.Scaler.Ledgers;

namespace Shardwise.Scaler.Observing;

/// <summary>How a stream at rest was when it was last looked at.</summary>
internal sealed record StreamLook(StreamDescriptionSummary Summary, Ledger Ledger, ScalerMode Mode, string? Problem, DateTimeOffset At)
{
    public int OpenShards => Summary.OpenShardCount ?? 1;
}
