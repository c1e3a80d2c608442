using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local;

/// <summary>
/// UpdateShardCount, SplitShard and MergeShards. The emulator would split or merge shards one by one into unequal ranges; AWS makes equal ones, in its own time
/// and only so often a day, so UpdateShardCount is carried out here with the emulator's splits and merges.
/// </summary>
internal sealed class ReshardHandler(
    EmulatorClient emulator, StreamDirectory streams, LocalServicesOptions options, TimeProvider clock, Action<Resharded> finished, Action<string> failed) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _running = [];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task[] running;
        lock (_lock)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        _stopping.Dispose();
    }

    public ReadOnlyMemory<byte> UpdateShardCount(JsonObject request)
    {
        var stream = streams.Require(request["StreamName"]?.GetValue<string>(), request["StreamARN"]?.GetValue<string>());
        var target = Target(request);
        var now = clock.GetUtcNow();
        if (stream.IsOnDemand)
        {
            throw AwsError.Validation($"Request is invalid. Stream {stream.Name} under account {options.AccountId} is in On-Demand mode.");
        }

        var from = stream.BeginReshard(from => Allowed(stream, from, target, now), options.AccountId);
        stream.CountOperation(now);
        Run(stream, from, target, token => UpdateAsync(stream, from, target, token));
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["CurrentShardCount"] = from,
            ["StreamARN"] = $"arn:aws:kinesis:{options.Region}:{options.AccountId}:stream/{stream.Name}",
            ["StreamName"] = stream.Name,
            ["TargetShardCount"] = target,
        });
    }

    /// <summary>SplitShard or MergeShards as the user gave it.</summary>
    public async Task<ReadOnlyMemory<byte>> SplitOrMergeAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var stream = streams.Require(request["StreamName"]?.GetValue<string>(), request["StreamARN"]?.GetValue<string>());
        if (stream.IsOnDemand)
        {
            throw AwsError.Validation($"Request is invalid. Stream {stream.Name} under account {options.AccountId} is in On-Demand mode.");
        }

        var isSplit = operation == "SplitShard";
        var from = stream.BeginReshard(from => isSplit ? from + 1 : from - 1, options.AccountId);
        try
        {
            var reply = await emulator.CallAsync(operation, request.ToJsonString(), cancellationToken).ConfigureAwait(false);
            EmulatorErrors.ThrowIfRefused(reply);
        }
        catch
        {
            stream.CancelReshard();
            throw;
        }

        Run(stream, from, isSplit ? from + 1 : from - 1, token => FinishSingleAsync(stream, isSplit, token));
        return ReadOnlyMemory<byte>.Empty;
    }

    private static int Target(JsonObject request)
    {
        if (request["ScalingType"]?.ToString() is var type and not "UNIFORM_SCALING")
        {
            throw AwsError.Validation(
                $"1 validation error detected: Value '{type}' at 'scalingType' failed to satisfy constraint: Member must satisfy enum value set: [UNIFORM_SCALING]");
        }

        return request["TargetShardCount"] is JsonValue value && value.TryGetValue<int>(out var target) && target >= 1
            ? target
            : throw AwsError.Validation(
                $"1 validation error detected: Value '{request["TargetShardCount"]}' at 'targetShardCount' failed to satisfy constraint: Member must have value greater than or equal to 1");
    }

    private int Allowed(StreamState stream, int from, int target, DateTimeOffset now)
    {
        var counts = $"Current open shard count: {from} Target shard count: {target}";
        if (target > 2 * from)
        {
            throw AwsError.InvalidArgument($"UpdateShardCount cannot scale up over double your current open shard count. {counts}");
        }

        if (target < (from + 1) / 2)
        {
            throw AwsError.InvalidArgument($"UpdateShardCount cannot scale down below half your current open shard count. {counts}");
        }

        if (target == from)
        {
            throw AwsError.InvalidArgument($"UpdateShardCount must change the open shard count. {counts}");
        }

        if (target > options.ShardLimit)
        {
            throw AwsError.LimitExceeded($"UpdateShardCount cannot exceed the limit of {options.ShardLimit} shards. {counts}");
        }

        if (stream.OperationsInDayBefore(now) >= options.DailyOperations)
        {
            throw AwsError.LimitExceeded(
                $"Stream {stream.Name} under account {options.AccountId} has been updated {options.DailyOperations} times in the last 24 hours, the limit of UpdateShardCount.");
        }

        return target;
    }

    private void Run(StreamState stream, int from, int to, Func<CancellationToken, Task> work)
    {
        lock (_lock)
        {
            _running.RemoveAll(task => task.IsCompleted);
            _running.Add(Task.Run(() => CarryOutAsync(stream, from, to, work)));
        }
    }

    private async Task CarryOutAsync(StreamState stream, int from, int to, Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stopping.Token).ConfigureAwait(false);
            finished(new Resharded(stream.Name, from, to, clock.GetUtcNow()));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (AwsError error)
        {
            failed($"The reshard of stream {stream.Name} from {from} to {to} shards failed in the emulator: {error.Message}");
        }
    }

    // Pessimistic both ways: on the way up the old ranges limit writes until the end, on the way down the new ones at once.
    private async Task UpdateAsync(StreamState stream, int from, int target, CancellationToken cancellationToken)
    {
        var lasts = Task.Delay(options.ReshardDuration(from, target), clock, cancellationToken);
        var before = await streams.ShardsAsync(stream.Name, cancellationToken).ConfigureAwait(false);
        var open = new OpenShards(before);
        var steps = ReshardPlan.Steps(open.Starts, target, out var reached);
        if (target < from)
        {
            stream.LimitBy(reached);
        }

        foreach (var step in steps)
        {
            await StepAsync(stream, open, step, cancellationToken).ConfigureAwait(false);
        }

        stream.Learn(await streams.ShardsAsync(stream.Name, cancellationToken).ConfigureAwait(false));
        await lasts.ConfigureAwait(false);
        stream.Adopt(await streams.ShardsAsync(stream.Name, cancellationToken).ConfigureAwait(false));
    }

    private async Task FinishSingleAsync(StreamState stream, bool isSplit, CancellationToken cancellationToken)
    {
        var lasts = Task.Delay(options.SplitMergeDuration, clock, cancellationToken);
        var shards = await streams.ShardsAsync(stream.Name, cancellationToken).ConfigureAwait(false);
        stream.Learn(shards);
        if (!isSplit)
        {
            stream.LimitBy([.. shards.Where(shard => shard.IsOpen).Select(shard => shard.Start).Order()]);
        }

        await lasts.ConfigureAwait(false);
        stream.Adopt(shards);
    }

    private async Task StepAsync(StreamState stream, OpenShards open, ReshardStep step, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["StreamName"] = stream.Name };
        if (step.IsSplit)
        {
            request["ShardToSplit"] = open.Split(step.At);
            request["NewStartingHashKey"] = step.At.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        else
        {
            (request["ShardToMerge"], request["AdjacentShardToMerge"]) = open.Merge(step.At);
        }

        var reply = await emulator.CallAsync(step.IsSplit ? "SplitShard" : "MergeShards", request.ToJsonString(), cancellationToken).ConfigureAwait(false);
        EmulatorErrors.ThrowIfRefused(reply);
        stream.TouchAll();
    }
}
