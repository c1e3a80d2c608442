using System.Buffers;
using Shardwise.LocalKinesis.Log;

namespace Shardwise.LocalKinesis.Streams;

/// <summary>Brings the records of a batch into their shards: one lock a shard, those of one shard in their order.</summary>
internal sealed class PutRun(KinesisStream stream, PutBatch batch, Throughput throughput, DateTimeOffset now)
{
    private readonly long _window = throughput.WindowOf(now);
    private readonly long _milliseconds = now.ToUnixTimeMilliseconds();
    private readonly RecordFlags _flags = stream.KeyId is null ? RecordFlags.None : RecordFlags.Encrypted;
    private Task _written = Task.CompletedTask;

    /// <summary>Stores what fits; completes when that is as safe as it will be.</summary>
    public Task Run()
    {
        while (!TryRun())
        {
            // A shard was closed meanwhile: its children are there once the reshard lets go of the stream.
            lock (stream.Gate)
            {
            }
        }

        stream.Changed.Pulse();
        return _written;
    }

    private bool TryRun()
    {
        var routes = stream.Routes;
        var (heads, touched) = (ArrayPool<int>.Shared.Rent(routes.Shards.Length), ArrayPool<int>.Shared.Rent(batch.Count));
        try
        {
            heads.AsSpan(0, routes.Shards.Length).Fill(-1);
            var count = Chain(routes, heads, touched);
            var whole = true;
            for (var i = count - 1; i >= 0; i--)
            {
                whole &= TryPut(routes.Shards[touched[i]], heads[touched[i]]);
            }

            return whole;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(heads);
            ArrayPool<int>.Shared.Return(touched);
        }
    }

    // From the last record to the first, so that each shard's chain begins with its first.
    private int Chain(Routes routes, int[] heads, int[] touched)
    {
        var count = 0;
        var entries = batch.Entries;
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            ref var entry = ref entries[i];
            if (entry.Outcome != PutOutcome.Pending)
            {
                continue;
            }

            var slot = routes.Find(entry.HashKey);
            if (heads[slot] < 0)
            {
                touched[count++] = slot;
            }

            entry.Next = heads[slot];
            heads[slot] = i;
        }

        return count;
    }

    private bool TryPut(Shard shard, int first)
    {
        lock (shard.Log.Gate)
        {
            if (!shard.IsOpen)
            {
                return false;
            }

            var entries = batch.Entries;
            var arrival = Math.Max(_milliseconds, shard.Log.LastArrival);
            var end = shard.Log.EndPosition;
            for (var i = first; i >= 0; i = entries[i].Next)
            {
                Put(shard, ref entries[i], arrival);
            }

            if (shard.Log.EndPosition > end)
            {
                Join(shard.Log.WriteAsync());
            }
        }

        shard.Changed.Pulse();
        return true;
    }

    private void Put(Shard shard, ref PutEntry entry, long arrival)
    {
        entry.Shard = shard;
        if (entry.IsThrottledByOrder)
        {
            shard.CountThrottled(entry.Bytes);
            entry.Outcome = PutOutcome.Throttled;
            return;
        }

        if (throughput.IsLimited && !shard.Admit(_window, entry.Bytes))
        {
            entry.Outcome = PutOutcome.Throttled;
            return;
        }

        try
        {
            var flags = entry.HasKey ? _flags : _flags | RecordFlags.NoKey;
            batch.CopyTo(entry, shard.Log.Reserve(entry.KeyLength, entry.DataBytes, arrival, flags));
        }
        catch (OutOfRoomException exception)
        {
            (entry.Outcome, batch.NoRoom) = (PutOutcome.NoRoom, exception.Message);
            return;
        }

        (entry.Position, entry.Arrival, entry.Outcome) = (shard.Log.EndPosition, arrival, PutOutcome.Stored);
        shard.Log.Commit(entry.KeyLength, entry.DataBytes, arrival);
        shard.CountAccepted(entry.Bytes);
    }

    private void Join(Task write) => _written = _written.IsCompletedSuccessfully ? write : Task.WhenAll(_written, write);
}
