using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Reads on from an iterator.</summary>
internal static class GetRecords
{
    // The Kinesis quotas page: 10,000 records or 10 MiB of data a call.
    private const int MostRecords = 10_000;
    private const long MostBytes = 10 * 1_048_576;

    public static readonly Operation Operation = new(
        "GetRecords", [Members.Limit, Members.ShardIterator.Required(), Members.StreamArn, Members.DryRun, Operations.Operation.StreamId], Do);

    private static void Do(Call call)
    {
        var iterator = ShardIterator.Parse(call.Required("ShardIterator"));
        CheckAge(call, iterator);
        call.Enter(iterator.Scope);
        var stream = call.Store.Find(call.Scope, iterator.Stream, call.Now);
        if (stream?.FindShard(iterator.Shard) is not { } shard || !stream.IsListed(shard, call.Now))
        {
            throw Refusals.ShardDoesNotExist(call.Scope, iterator.Stream, Shard.IdOf(iterator.Shard));
        }

        call.Use(stream);
        if (iterator.CreatedMilliseconds != stream.CreatedAt.ToUnixTimeMilliseconds())
        {
            // As the real service, where the stream was deleted and made again.
            throw Refusals.InternalFailure();
        }

        call.EndDryRun(stream);
        Admit(call, stream, shard);
        Read(call, stream, shard, iterator);
    }

    private static void CheckAge(Call call, ShardIterator iterator)
    {
        var (issued, lifetime) = (DateTimeOffset.FromUnixTimeMilliseconds(iterator.IssuedMilliseconds), call.Store.Options.IteratorLifetime);
        if (call.Now - issued > lifetime)
        {
            throw Refusals.IteratorExpired(issued, call.Now, lifetime);
        }
    }

    private static void Admit(Call call, KinesisStream stream, Shard shard)
    {
        if (!call.Store.Throughput.IsLimited)
        {
            return;
        }

        bool admitted;
        lock (shard.Log.Gate)
        {
            admitted = shard.AdmitRead(call.Store.Throughput.WindowOf(call.Now));
        }

        if (!admitted)
        {
            call.Meter.Add(stream, "GetRecords.Success", 0, call.Now);
            call.Meter.Add(stream, "ReadProvisionedThroughputExceeded", 1, call.Now);
            call.Meter.Add(stream, shard, "ReadProvisionedThroughputExceeded", 1, call.Now);
            throw Refusals.ReadRateExceeded(stream, shard.Id);
        }
    }

    private static void Read(Call call, KinesisStream stream, Shard shard, ShardIterator iterator)
    {
        var page = new RecordPage(stream, shard, call.Now);
        var reply = call.Reply;
        reply.StartObject();
        page.Write(reply, iterator.Position, (int)(call.Input.Number("Limit") ?? MostRecords), MostBytes);
        if (page.IsEnd)
        {
            Answers.ChildShards(reply, stream, shard);
        }
        else
        {
            var next = iterator with
            {
                Position = Math.Max(page.Next, page.Records == 0 ? iterator.Position : 0),
                IssuedMilliseconds = call.Now.ToUnixTimeMilliseconds()
            };
            reply.Text("NextShardIterator"u8, next.ToString());
        }

        reply.Number("MillisBehindLatest"u8, page.MillisecondsBehind);
        reply.EndObject();
        Count(call, stream, shard, page);
    }

    private static void Count(Call call, KinesisStream stream, Shard shard, in RecordPage page)
    {
        lock (shard.Log.Gate)
        {
            // Nobody reads on past the end of a closed shard, so its age must not stay in the figures.
            shard.CountRead(call.Store.Throughput.WindowOf(call.Now), page.Records, page.Bytes, page.IsEnd ? TimeSpan.Zero : page.Age);
        }

        if (call.Meter.IsOn)
        {
            var (age, now) = (Math.Floor(page.Age.TotalMilliseconds), call.Now);
            call.Meter.Add(stream, "GetRecords.Success", 1, now);
            call.Meter.Add(stream, "ReadProvisionedThroughputExceeded", 0, now);
            call.Meter.Add(stream, "GetRecords.IteratorAgeMilliseconds", age, now);
            call.Meter.Add(stream, "GetRecords.Records", page.Records, now);
            call.Meter.Add(stream, "GetRecords.Bytes", page.Bytes, now);
            call.Meter.Add(stream, shard, "IteratorAgeMilliseconds", age, now);
            call.Meter.Add(stream, shard, "OutgoingRecords", page.Records, now);
            call.Meter.Add(stream, shard, "OutgoingBytes", page.Bytes, now);
        }
    }
}
