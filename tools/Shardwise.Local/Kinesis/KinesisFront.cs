using Microsoft.AspNetCore.Http;

namespace Shardwise.Local;

/// <summary>
/// The Kinesis endpoint: a proxy before the emulator that enforces what AWS enforces and the emulator does not, and counts what CloudWatch would count.
/// </summary>
public sealed class KinesisFront : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Resharded> _reshards = [];
    private readonly ShardLimits _limits;
    private readonly StreamDirectory _streams;
    private readonly ReshardHandler _reshard;
    private readonly KinesisEndpoint _endpoint;
    private readonly PutHandler _put;
    private readonly TimeProvider _clock;

    internal KinesisFront(EmulatorClient emulator, LocalServicesOptions options, SpeededTimeProvider clock, MetricStore metrics, Action<string> failed)
    {
        _clock = clock;
        _limits = new ShardLimits(options.ShardFraction, options.Speed);
        _streams = new StreamDirectory(emulator, options, _limits);
        _reshard = new ReshardHandler(emulator, _streams, options, clock, OnFinished, failed);
        var streamMetrics = new StreamMetrics(metrics, options.ShardFraction);
        _put = new PutHandler(emulator, _streams, streamMetrics, options, clock);
        var read = new ReadHandler(emulator, _streams, streamMetrics, options, clock);
        var manage = new StreamHandler(emulator, _streams, options, clock);
        _endpoint = new KinesisEndpoint(_put, read, _reshard, manage, options);
    }

    /// <summary>Raised after a stream's shard count has changed, on the thread that changed it.</summary>
    public event Action<Resharded>? Resharded;

    /// <summary>Every change of shard count so far, oldest first.</summary>
    public IReadOnlyList<Resharded> Reshards
    {
        get
        {
            lock (_lock)
            {
                return [.. _reshards];
            }
        }
    }

    /// <summary>The streams' names, in order.</summary>
    public IReadOnlyList<string> StreamNames => _streams.Names;

    /// <summary>Bytes that a local shard takes a simulated second: 1 MiB times the shard fraction.</summary>
    public double ShardBytesPerSecond => _limits.BytesPerSecond;

    /// <summary>Records that a local shard takes a simulated second: 1,000 times the shard fraction.</summary>
    public double ShardRecordsPerSecond => _limits.RecordsPerSecond;

    /// <summary>The stream as it is now; null when there is none of that name.</summary>
    public StreamSnapshot? Find(string streamName) => _streams.Find(streamName)?.Snapshot(_clock.GetUtcNow());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reshard.DisposeAsync().ConfigureAwait(false);
        _put.Dispose();
    }

    internal Task HandleAsync(HttpContext context) => _endpoint.HandleAsync(context);

    private void OnFinished(Resharded reshard)
    {
        lock (_lock)
        {
            _reshards.Add(reshard);
        }

        Resharded?.Invoke(reshard);
    }
}
