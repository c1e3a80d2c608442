using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Shardwise.LocalKinesis.Operations;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>
/// The answer of SubscribeToShard: events of a shard as they come, until five minutes are over, the shard is, or somebody else subscribes.
/// </summary>
internal sealed class EventStream(HttpContext context, Protocol protocol, StreamStore store, Subscription subscription)
{
    private const int MostRecords = 10_000;

    // Without records an event comes all the same, so that a reader can note how far it has got.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    private readonly ThroughputWindow _sent = new(store.Throughput.ReadBytes);

    public async Task SendAsync()
    {
        HttpReply.AddHeaders(context);
        context.Response.ContentType = "application/vnd.amazon.eventstream";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, subscription.Ended);
        try
        {
            await WriteAsync("initial-response", "{}"u8.ToArray(), stop.Token).ConfigureAwait(false);
            await SendEventsAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The caller has left or another call has taken over: the stream ends.
        }
    }

    private async Task SendEventsAsync(CancellationToken cancellationToken)
    {
        while (store.Now < subscription.EndsAt)
        {
            var changed = subscription.Shard.Changed.Next;
            using var buffer = new ReplyBuffer();
            var (records, isEnd) = WriteEvent(buffer);
            await WriteAsync("SubscribeToShardEvent", buffer.Written, cancellationToken).ConfigureAwait(false);
            if (isEnd)
            {
                return;
            }

            await (records == 0 ? WaitAsync(changed, cancellationToken) : PaceAsync(cancellationToken)).ConfigureAwait(false);
        }
    }

    private (int Records, bool IsEnd) WriteEvent(ReplyBuffer buffer)
    {
        var (stream, shard, now) = (subscription.Stream, subscription.Shard, store.Now);
        var page = new RecordPage(stream, shard, now);
        var writer = protocol.Writer(buffer);
        writer.StartObject();
        page.Write(writer, subscription.Position, MostRecords, (long)Math.Max(1, store.Throughput.ReadBytes));
        subscription.Position = Math.Max(page.Next, page.Records == 0 ? subscription.Position : 0);
        if (page.IsEnd)
        {
            Answers.ChildShards(writer, stream, shard);
        }
        else
        {
            writer.Text("ContinuationSequenceNumber"u8, page.LastNumber ?? NumberBefore(shard, subscription.Position, now));
        }

        writer.Number("MillisBehindLatest"u8, page.MillisecondsBehind);
        writer.EndObject();
        _sent.Take(store.Throughput.WindowOf(now), page.Bytes);
        return (page.Records, page.IsEnd);
    }

    // Reading after it goes on at the position; before the first record that is the shard's own first number.
    private static string NumberBefore(Shard shard, long position, DateTimeOffset now) =>
        position == 0 ? shard.StartNumber
            : shard.NumberOf(Math.Min(position, shard.Log.EndPosition) - 1, Math.Min(now.ToUnixTimeMilliseconds(), shard.Log.LastArrival));

    private async Task WaitAsync(Task changed, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = subscription.EndsAt - store.Now;
        await Task.WhenAny(changed, Task.Delay(left < Heartbeat ? left : Heartbeat, store.Clock, done.Token)).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    // The quotas page: 2 MiB a second for a consumer of a shard.
    private async Task PaceAsync(CancellationToken cancellationToken)
    {
        while (store.Throughput.IsLimited && _sent.IsSpent(store.Throughput.WindowOf(store.Now)))
        {
            await Task.Delay(store.Options.LimitWindow / 10, store.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(string type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        using var frame = new ReplyBuffer();
        WriteFrame(frame, type, payload.Span);
        await context.Response.Body.WriteAsync(frame.Written, cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private void WriteFrame(ReplyBuffer frame, string type, ReadOnlySpan<byte> payload)
    {
        using var headers = new ReplyBuffer();
        WriteHeader(headers, ":message-type", "event");
        WriteHeader(headers, ":event-type", type);
        WriteHeader(headers, ":content-type", protocol.ContentType);
        var total = 12 + headers.Length + payload.Length + 4;
        WriteUInt32(frame, (uint)total);
        WriteUInt32(frame, (uint)headers.Length);
        WriteUInt32(frame, Crc32.Of(frame.Written.Span));
        frame.Write(headers.Written.Span);
        frame.Write(payload);
        WriteUInt32(frame, Crc32.Of(frame.Written.Span));
    }

    private static void WriteHeader(ReplyBuffer headers, string name, string value)
    {
        // Type 7 is a string.
        headers.Write((byte)name.Length);
        headers.Write(System.Text.Encoding.ASCII.GetBytes(name));
        headers.Write(7);
        var room = headers.Reserve(2);
        BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)value.Length);
        headers.Advance(2);
        headers.Write(System.Text.Encoding.ASCII.GetBytes(value));
    }

    private static void WriteUInt32(ReplyBuffer buffer, uint number)
    {
        BinaryPrimitives.WriteUInt32BigEndian(buffer.Reserve(4), number);
        buffer.Advance(4);
    }
}
