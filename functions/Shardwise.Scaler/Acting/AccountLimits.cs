using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Scaler.Aws;
using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Deciding;

namespace Shardwise.Scaler.Acting;

/// <summary>
/// How many more shards the account may have. Read when shards are about to be added, at most once a minute in this process: AWS takes
/// one DescribeLimits a second and account.
/// </summary>
internal sealed class AccountLimits(IAmazonKinesis kinesis)
{
    private readonly Lock _lock = new();
    private (DateTimeOffset Minute, int? Room) _known;

    /// <summary>Shards that may still be opened; <see langword="null"/> when that is not known, and AWS is to say it.</summary>
    public async Task<int?> RoomAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var minute = Minutes.Whole(now);
        lock (_lock)
        {
            if (_known.Minute == minute)
                return _known.Room;
            // Others that come meanwhile go on without: better unknown than asked twice.
            _known = (minute, null);
        }

        try
        {
            var limits = await AwsCall.RunAsync("DescribeLimits", () => kinesis.DescribeLimitsAsync(new DescribeLimitsRequest(), cancellationToken));
            var room = limits.ShardLimit - limits.OpenShardCount;
            lock (_lock)
            {
                _known = (minute, room);
            }

            return room;
        }
        catch (AwsCallException)
        {
            return null;
        }
    }

    /// <summary>Takes shards from the room that is known.</summary>
    public void Take(int shards)
    {
        lock (_lock)
        {
            _known.Room -= shards;
        }
    }

    /// <summary>
    /// The shards that a step opens beside those there are, short-lived ones included: every new boundary is a split, and only then are
    /// old ones merged away.
    /// </summary>
    public static int Opened(ScalingAction step) => step.Kind switch
    {
        ActionKind.SplitShard => 1,
        ActionKind.UpdateShardCount => step.ToShards - GreatestCommonDivisor(step.FromShards, step.ToShards),
        _ => 0,
    };

    /// <summary>The step, made smaller until it fits; <see langword="null"/> when nothing of it fits.</summary>
    public static ScalingAction? Fitting(ScalingAction step, int? room)
    {
        if (room is not { } free || Opened(step) <= free)
            return step;
        if (step.Kind != ActionKind.UpdateShardCount)
            return null;

        var direction = step.ToShards > step.FromShards ? -1 : 1;
        for (var to = step.ToShards + direction; to != step.FromShards; to += direction)
        {
            var smaller = step with { ToShards = to };
            if (Opened(smaller) <= free)
                return smaller;
        }

        return null;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
