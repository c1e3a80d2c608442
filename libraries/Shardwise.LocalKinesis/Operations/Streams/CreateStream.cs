using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Makes a stream with equal shards; it is CREATING first, without shards to be seen.</summary>
internal static class CreateStream
{
    public static readonly Operation Operation = new(
        "CreateStream",
        [
            Member.Number("ShardCount", 1), Members.StreamName.Required(), Members.StreamModeDetails, Members.Tags, Members.WarmThroughput,
            Members.MaxRecordSize, Members.Distribution,
        ],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var name = call.Required("StreamName");
        var isOnDemand = call.Input.Structure("StreamModeDetails")?.Text("StreamMode") == "ON_DEMAND";
        if (call.Store.Find(call.Scope, name, call.Now) is not null)
        {
            throw Refusals.Exists(call.Scope, name);
        }

        var stream = Prepare(call, name, isOnDemand);
        CheckLimits(call, stream, isOnDemand, Shards(call, isOnDemand));
        call.Use(stream);
        lock (stream.Gate)
        {
            if (!call.Store.TryAdd(stream))
            {
                throw Refusals.Exists(call.Scope, name);
            }

            stream.OpenShards(Shards(call, isOnDemand));
            stream.Begin(StreamStatus.Creating, call.Store.Options.StateChangeDuration, call.Now, _ => { });
        }

        stream.Settle(call.Now);
    }

    // The quotas page: an on-demand stream begins with the capacity of four shards, or with what it is to be warmed to.
    private static int Shards(Call call, bool isOnDemand) =>
        isOnDemand ? Math.Max(4, (int?)call.Input.Number("WarmThroughputMiBps") ?? 0) : (int)call.Input.Number("ShardCount")!.Value;

    private static KinesisStream Prepare(Call call, string name, bool isOnDemand)
    {
        var input = call.Input;
        if (!isOnDemand && !input.Has("ShardCount"))
        {
            throw Refusals.ShardCountNeeded();
        }

        if (isOnDemand && input.Has("ShardCount"))
        {
            throw Refusals.ShardCountOnDemand();
        }

        if (!isOnDemand && input.Has("WarmThroughputMiBps"))
        {
            throw Refusals.OnDemandOnly("WarmThroughputMiBps");
        }

        if (input.Number("WarmThroughputMiBps") is { } warm)
        {
            UpdateStreamWarmThroughput.Require(call, isOnDemand, warm);
        }

        var distributes = input.Text("RecordDistributionStrategy") == "AUTO";
        if (distributes && !isOnDemand)
        {
            throw Refusals.OnDemandOnly("RecordDistributionStrategy AUTO");
        }

        var tags = input.Map("Tags");
        TagRules.CheckCharacters(tags);
        return new KinesisStream(call.Store, call.Scope, name, call.Now)
        {
            IsOnDemand = isOnDemand,
            DistributesByItself = distributes,
            WarmThroughput = (int?)input.Number("WarmThroughputMiBps"),
            MaxRecordKiB = (int?)input.Number("MaxRecordSizeInKiB") ?? 1024,
            Tags = new(tags, StringComparer.Ordinal),
        };
    }

    private static void CheckLimits(Call call, KinesisStream stream, bool isOnDemand, int shards)
    {
        var (open, limit) = (call.OpenShardsInAccount(), call.Store.Options.ShardLimit);
        if (open + (long)shards > limit)
        {
            throw Refusals.ShardLimit(stream.Scope, open, limit, shards);
        }

        var others = call.Store.In(call.Scope, call.Now);
        if (call.Store.Options.EnforceLimits && others.Count(other => other.Status == StreamStatus.Creating) >= 5)
        {
            throw Refusals.TooManyCreating(stream.Scope);
        }

        if (isOnDemand && others.Count(other => other.IsOnDemand) >= call.Store.Options.OnDemandStreamLimit)
        {
            throw Refusals.OnDemandLimit(stream.Scope, call.Store.Options.OnDemandStreamLimit);
        }
    }
}
