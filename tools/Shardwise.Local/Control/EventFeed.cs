using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Shardwise.Local.Control;

/// <summary>
/// What happens in a pipeline, as server-sent events: <c>log</c>, <c>invocation</c>, <c>failure</c>, <c>reshard</c>, <c>state</c>. It keeps the
/// newest, so that who comes back with the id of the last event that it saw misses nothing that is still there.
/// </summary>
internal sealed class EventFeed
{
    private const int Kept = 5000;

    // A listener that does not read loses the oldest, never holds up the pipeline.
    private const int MostWaiting = 2000;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Queue<FeedEvent> _events = new();
    private readonly ConcurrentDictionary<Channel<FeedEvent>, bool> _listeners = new();
    private long _lastId;

    public bool HasListeners => !_listeners.IsEmpty;

    public void Add(string kind, JsonObject data, bool isKept = true)
    {
        FeedEvent added;
        lock (_lock)
        {
            added = new FeedEvent(++_lastId, kind, data);
            if (isKept)
            {
                _events.Enqueue(added);
                if (_events.Count > Kept)
                {
                    _events.Dequeue();
                }
            }
        }

        foreach (var (listener, _) in _listeners)
        {
            listener.Writer.TryWrite(added);
        }
    }

    public void Add(FunctionLogLine line) => Add("log", new JsonObject
    {
        ["at"] = DateTimeOffset.UtcNow,
        ["logicalId"] = line.LogicalId,
        ["function"] = line.FunctionName,
        ["source"] = line.Source.ToString().ToLowerInvariant(),
        ["requestId"] = line.RequestId,
        ["text"] = line.Text,
    });

    /// <summary>The newest log lines, oldest first; of one function where it is named.</summary>
    public JsonArray Lines(string? function, int limit)
    {
        lock (_lock)
        {
            return new JsonArray([.. _events
                .Where(item => item.Kind == "log" && (
                    function is null || (string?)item.Data["function"] == function || (string?)item.Data["logicalId"] == function))
                .TakeLast(limit)
                .Select(item => item.Data.DeepClone())]);
        }
    }

    /// <summary>Serves one listener until it goes.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        long after = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out long seen)
            ? seen
            : -1;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var channel = Channel.CreateBounded<FeedEvent>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        FeedEvent[] before;
        lock (_lock)
        {
            // New listeners begin with now; who comes back, where it was.
            before = after < 0 ? [] : [.. _events.Where(item => item.Id > after)];
            _listeners[channel] = true;
        }

        try
        {
            await WriteAsync(context, ": the feed of a local pipeline\n\n");
            foreach (var item in before)
            {
                await WriteAsync(context, Text(item));
            }

            await FollowAsync(context, channel.Reader, before.Length == 0 ? after : before[^1].Id);
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }

    /// <summary>Ends all listeners.</summary>
    public void End()
    {
        foreach (var (listener, _) in _listeners)
        {
            listener.Writer.TryComplete();
        }
    }

    private static async Task FollowAsync(HttpContext context, ChannelReader<FeedEvent> reader, long written)
    {
        while (true)
        {
            using var beat = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            beat.CancelAfter(Heartbeat);
            try
            {
                if (!await reader.WaitToReadAsync(beat.Token))
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                await WriteAsync(context, ": still here\n\n");
                continue;
            }

            var text = new StringBuilder();
            while (reader.TryRead(out var item))
            {
                if (item.Id > written)
                {
                    text.Append(Text(item));
                }
            }

            await WriteAsync(context, text.ToString());
        }
    }

    private static string Text(FeedEvent item) => string.Create(
        CultureInfo.InvariantCulture, $"id: {item.Id}\nevent: {item.Kind}\ndata: {JsonSerializer.Serialize(item.Data, ControlJson.Options)}\n\n");

    private static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private sealed record FeedEvent(long Id, string Kind, JsonObject Data);
}
