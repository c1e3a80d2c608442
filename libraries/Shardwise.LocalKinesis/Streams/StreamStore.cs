using System.Collections.Concurrent;
using Shardwise.LocalKinesis.Log;

namespace Shardwise.LocalKinesis.Streams;

/// <summary>Every stream of every account and region, their clock and their limits.</summary>
internal sealed class StreamStore : IDisposable
{
    private readonly ConcurrentDictionary<StreamKey, KinesisStream> _streams = new();
    private readonly ConcurrentDictionary<string, ThroughputWindow> _rates = new(StringComparer.Ordinal);
    private readonly MemoryBudget _memory;
    private readonly StoreFiles? _files;

    public StreamStore(LocalKinesisOptions options)
    {
        (Options, Clock, Throughput) = (options, options.Clock, new Throughput(options));
        _memory = new MemoryBudget(options.MaxStoredBytes);
        if (options.DataDirectory is { } folder)
        {
            _files = new StoreFiles(folder);
        }
    }

    /// <summary>Raised after a stream's shard count has changed, on the thread that changed it.</summary>
    public event Action<KinesisStream, Resharded>? Resharded;

    public LocalKinesisOptions Options { get; }

    public TimeProvider Clock { get; }

    public Throughput Throughput { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Bytes of memory that records take.</summary>
    public long UsedBytes => _memory.Used;

    public ConcurrentDictionary<Scope, AccountSettings> Settings { get; } = new();

    public IEnumerable<KinesisStream> All => _streams.Values;

    /// <summary>Reads back what the folder of the options holds.</summary>
    public void Load(Action<string> say)
    {
        foreach (var stream in _files?.Load(this, say) ?? [])
        {
            _streams[new StreamKey(stream.Scope, stream.Name)] = stream;
        }
    }

    /// <summary>The stream as it is at this moment; null when there is none of that name.</summary>
    public KinesisStream? Find(Scope scope, string name, DateTimeOffset now)
    {
        var key = new StreamKey(scope, name);
        if (!_streams.TryGetValue(key, out var stream))
        {
            return null;
        }

        stream.Settle(now);
        return _streams.GetValueOrDefault(key);
    }

    /// <summary>A scope's streams by name, each as it is at this moment.</summary>
    public IReadOnlyList<KinesisStream> In(Scope scope, DateTimeOffset now)
    {
        foreach (var stream in _streams.Values.Where(stream => stream.Scope == scope))
        {
            stream.Settle(now);
        }

        return [.. _streams.Values.Where(stream => stream.Scope == scope).OrderBy(stream => stream.Name, StringComparer.Ordinal)];
    }

    /// <summary>Adds a stream; false when there is one of its name.</summary>
    public bool TryAdd(KinesisStream stream) => _streams.TryAdd(new StreamKey(stream.Scope, stream.Name), stream);

    public void Remove(KinesisStream stream)
    {
        _streams.TryRemove(new StreamKey(stream.Scope, stream.Name), out _);
        stream.StopTimers();
        foreach (var subscription in stream.Consumers.SelectMany(consumer => consumer.Subscriptions.Values))
        {
            subscription.End();
        }

        foreach (var shard in stream.Shards)
        {
            lock (shard.Log.Gate)
            {
                shard.Close(Now.ToUnixTimeSeconds());
                shard.Log.Clear();
            }

            shard.Changed.Pulse();
        }

        _files?.Remove(stream);
        stream.Changed.Pulse();
    }

    public void Clear()
    {
        foreach (var stream in _streams.Values)
        {
            lock (stream.Gate)
            {
                Remove(stream);
            }
        }

        _rates.Clear();
        Settings.Clear();
    }

    public ShardLog NewLog(KinesisStream stream, int shardIndex) => new(_memory, _files?.For(stream, shardIndex));

    /// <summary>Keeps a stream's state where it outlives the process. The stream's lock is held.</summary>
    public void Save(KinesisStream stream) => _files?.Save(stream);

    /// <summary>Lets go of what is past its retention; true when that freed memory.</summary>
    public bool TrimExpired(DateTimeOffset now)
    {
        var before = _memory.Used;
        foreach (var stream in _streams.Values)
        {
            var horizon = stream.Horizon(now).ToUnixTimeMilliseconds();
            foreach (var shard in stream.Shards)
            {
                lock (shard.Log.Gate)
                {
                    shard.Log.Trim(horizon);
                }
            }
        }

        return _memory.Used < before;
    }

    /// <summary>Whether one more call may be made in the current window of those that a key counts; counts it.</summary>
    public bool Admit(string key, double perSecond, DateTimeOffset now)
    {
        if (!Throughput.IsLimited || !Options.LimitsCalls)
        {
            return true;
        }

        var window = _rates.GetOrAdd(key, static (_, capacity) => new ThroughputWindow(capacity), Throughput.CallsInWindow(perSecond));
        lock (window)
        {
            var number = Throughput.WindowOf(now);
            if (!window.Fits(number, 1))
            {
                return false;
            }

            window.Take(number, 1);
            return true;
        }
    }

    public void Announce(KinesisStream stream, Resharded reshard) => Resharded?.Invoke(stream, reshard);

    /// <summary>Ends what goes on by itself: changes of state and subscriptions.</summary>
    public void End()
    {
        foreach (var stream in _streams.Values)
        {
            lock (stream.Gate)
            {
                stream.StopTimers();
                foreach (var subscription in stream.Consumers.SelectMany(consumer => consumer.Subscriptions.Values))
                {
                    subscription.End();
                }
            }

            stream.Changed.Pulse();
        }
    }

    public void Dispose()
    {
        foreach (var shard in _streams.Values.SelectMany(stream => stream.Shards))
        {
            lock (shard.Log.Gate)
            {
                shard.Log.Close();
            }
        }

        _files?.Dispose();
    }
}
