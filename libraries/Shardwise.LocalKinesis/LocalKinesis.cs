using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Shardwise.LocalKinesis.Operations;
using Shardwise.LocalKinesis.Streams;
using Shardwise.LocalKinesis.Wire;

namespace Shardwise.LocalKinesis;

/// <summary>
/// A Kinesis Data Streams in this process, on 127.0.0.1: AWS JSON 1.1 and CBOR 1.1 over HTTP/1.1 and HTTP/2, with the answers, texts and limits of
/// the real service.
/// It verifies no signature and encrypts nothing.
/// </summary>
public sealed class LocalKinesis : IAsyncDisposable
{
    private readonly StreamStore _store;
    private readonly CallFaults _faults = new();
    private readonly Meter _meter = new();
    private readonly HttpEndpoint _http;
    private readonly List<string> _recovered = [];
    private readonly Lock _lock = new();
    private readonly List<Resharded> _reshards = [];
    private KestrelHost? _host;

    private LocalKinesis(LocalKinesisOptions options)
    {
        OptionChecks.Check(options);
        Options = options;
        _store = new StreamStore(options);
        _store.Resharded += OnResharded;
        _http = new HttpEndpoint(_store, _faults, _meter, Reset);
        try
        {
            _store.Load(_recovered.Add);
        }
        catch
        {
            _store.Dispose();
            throw;
        }
    }

    /// <summary>Raised after a stream's shard count has changed, on the thread that changed it.</summary>
    public event Action<Resharded>? Resharded;

    /// <summary>Each sample of what CloudWatch would be told, as it comes, on the thread of the call.</summary>
    public event Action<KinesisMetric>? Metric
    {
        add => _meter.Counted += value;
        remove => _meter.Counted -= value;
    }

    /// <summary>What it was started with.</summary>
    public LocalKinesisOptions Options { get; }

    /// <summary>Where it answers, <c>http://127.0.0.1:port</c>; HTTP/1.1 and HTTP/2 with prior knowledge.</summary>
    /// <exception cref="InvalidOperationException">It was opened with <see cref="Open"/> and listens nowhere.</exception>
    public Uri Endpoint => _host?.Endpoint
        ?? throw new InvalidOperationException(
            "This local Kinesis listens nowhere: it was opened for HandleAsync. StartAsync starts one that listens.");

    /// <summary>Where it answers with TLS; null unless <see cref="LocalKinesisOptions.TlsPort"/> asked for it.</summary>
    public Uri? TlsEndpoint => _host?.TlsEndpoint;

    /// <summary>The self-signed certificate of <see cref="TlsEndpoint"/>, for a client to trust; null without one.</summary>
    public X509Certificate2? Certificate => _host?.Certificate;

    /// <summary>
    /// What was cut off the files of <see cref="LocalKinesisOptions.DataDirectory"/> at the start, a line a file: records half-written when the
    /// process was killed.
    /// </summary>
    public IReadOnlyList<string> Recovered => _recovered;

    /// <summary>Every change of a shard count so far, oldest first.</summary>
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

    /// <summary>The names of the streams of the options' account and region, in order.</summary>
    public IReadOnlyList<string> StreamNames => [.. _store.In(OwnScope, _store.Now).Select(stream => stream.Name)];

    private Scope OwnScope => new(Options.AccountId, Options.Region);

    /// <summary>Starts one that listens; completes when it answers.</summary>
    /// <param name="options">How it runs; null takes the defaults: a free port, AWS's limits, memory only.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="LocalKinesisException">A port is in use or not this user's to open, or the data directory cannot be used.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static async Task<LocalKinesis> StartAsync(LocalKinesisOptions? options = null, CancellationToken cancellationToken = default)
    {
        var kinesis = new LocalKinesis(options ?? new LocalKinesisOptions());
        try
        {
            kinesis._host = await KestrelHost.StartAsync(kinesis.Options, kinesis.HandleAsync, cancellationToken).ConfigureAwait(false);
            return kinesis;
        }
        catch
        {
            await kinesis.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes one that listens nowhere, for an ASP.NET Core app that hands requests to <see cref="HandleAsync"/>.</summary>
    /// <param name="options">How it runs; ports count for nothing.</param>
    /// <exception cref="LocalKinesisException">The data directory cannot be used.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static LocalKinesis Open(LocalKinesisOptions options) => new(options);

    /// <summary>Answers one request.</summary>
    public Task HandleAsync(HttpContext context) => _http.HandleAsync(context);

    /// <summary>Makes a stream in the options' account and region; it is ACTIVE when this completes, without a wait.</summary>
    /// <param name="name">Its name, 1 to 128 of <c>a-z A-Z 0-9 _ . -</c>.</param>
    /// <param name="shards">Its shards, 1 or more; null makes it on-demand.</param>
    /// <exception cref="ArgumentException">The name or the count is not allowed, or there is such a stream.</exception>
    public Task CreateStreamAsync(string name, int? shards = 1)
    {
        OptionChecks.CheckStream(name, shards, Options);
        var stream = new KinesisStream(_store, OwnScope, name, _store.Now) { IsOnDemand = shards is null, Status = StreamStatus.Active };
        lock (stream.Gate)
        {
            if (!_store.TryAdd(stream))
            {
                throw new ArgumentException($"There is a stream '{name}' already.");
            }

            stream.OpenShards(shards ?? 4);
            _store.Save(stream);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Waits until a stream has taken a number of records since it was made, then gives all that are in it, shard by shard in their order.
    /// </summary>
    /// <param name="stream">The stream, of the options' account and region; it need not be there yet.</param>
    /// <param name="count">How many records, 0 or more.</param>
    /// <param name="timeout">How long at most, in real time.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    /// <exception cref="TimeoutException">Fewer came; the text says how many.</exception>
    public async Task<IReadOnlyList<LocalRecord>> WaitForRecordsAsync(string stream, long count, TimeSpan timeout,
        CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        while (true)
        {
            var found = _store.Find(OwnScope, stream, _store.Now);
            var changed = found?.Changed.Next ?? Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
            var taken = Find(stream)?.AcceptedRecords ?? 0;
            if (found is not null && taken >= count)
            {
                return Records(stream);
            }

            try
            {
                await changed.WaitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                string problem = string.Create(
                    CultureInfo.InvariantCulture,
                    $"Stream {stream} has taken {taken} records of {count} within {timeout.TotalSeconds:0.###} s"
                    + $"{(found is null ? ": there is no such stream" : "")}.");
                throw new TimeoutException(problem, exception);
            }
        }
    }

    /// <summary>Every record that is in a stream, shard by shard in their order; none where there is no such stream.</summary>
    public IReadOnlyList<LocalRecord> Records(string stream) => RecordReader.ReadAll(_store.Find(OwnScope, stream, _store.Now));

    /// <summary>
    /// Some records of a shard, oldest first, however many the stream holds: for who wants to look. It counts as no read: no limit is asked, no
    /// metric told.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="shardId">The shard.</param>
    /// <param name="limit">How many records at most, 1 or more.</param>
    /// <param name="after">Begins behind the record with this sequence number; null (default) does not.</param>
    /// <param name="from">
    /// Begins at the first record that arrived then or later; null (default), where <paramref name="after"/> is null too, takes the newest.
    /// </param>
    /// <returns>None where there is no such stream or shard, or nothing in it.</returns>
    /// <exception cref="ArgumentException">The limit is less than 1, or the sequence number is none.</exception>
    public IReadOnlyList<LocalRecord> Browse(string stream, string shardId, int limit, string? after = null, DateTimeOffset? from = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return RecordReader.ReadPage(_store.Find(OwnScope, stream, _store.Now), shardId, limit, after, from);
    }

    /// <summary>A stream of the options' account and region as it is now; null when there is none of that name.</summary>
    public StreamSnapshot? Find(string stream) => _store.Find(OwnScope, stream, _store.Now)?.Snapshot(_store.Now);

    /// <summary>Orders a fault; disposing what is returned takes it back.</summary>
    /// <exception cref="ArgumentException">The share or the count is out of its range.</exception>
    public IDisposable Order(Fault fault)
    {
        OptionChecks.Check(fault);
        return _faults.Add(fault);
    }

    /// <summary>Deletes every stream of every account, and takes back every fault: as after the start, at the same endpoint.</summary>
    public void Reset()
    {
        _faults.Clear();
        _store.Clear();
        lock (_lock)
        {
            _reshards.Clear();
        }
    }

    /// <summary>Stops answering; what a data directory holds stays.</summary>
    public async ValueTask DisposeAsync()
    {
        // A subscription that goes on would hold up the server's end.
        _store.End();
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        _store.Dispose();
    }

    private void OnResharded(KinesisStream stream, Resharded reshard)
    {
        lock (_lock)
        {
            _reshards.Add(reshard);
        }

        Resharded?.Invoke(reshard);
    }
}
