using System.Globalization;
using System.Text.Json.Nodes;
using Shardwise.Local.EventSources;
using Shardwise.Local.Functions;
using Shardwise.Local.Parts;

namespace Shardwise.Local.Control;

/// <summary>What may be asked of a running pipeline, and what is done then.</summary>
internal sealed class PipelineControl : IDisposable
{
    private const long MostBytesAPage = 16 << 20;

    // A clock that jumps over a minute would skip what happens in it.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly LocalPipeline _pipeline;
    private readonly PipelineContext _context;
    private readonly FunctionDirectory _functions;
    private readonly IReadOnlyList<EventSourceMapping> _mappings;
    private readonly IReadOnlyList<IPipelinePart> _parts;
    private readonly KinesisClient _kinesis;
    private readonly RecordPutter _putter;
    private readonly SemaphoreSlim _advancing = new(1, 1);

    public PipelineControl(
        LocalPipeline pipeline, PipelineContext context, FunctionDirectory functions, IReadOnlyList<EventSourceMapping> mappings,
        IReadOnlyList<IPipelinePart> parts, KinesisClient kinesis)
    {
        _pipeline = pipeline;
        _context = context;
        _functions = functions;
        _mappings = mappings;
        _parts = parts;
        _kinesis = kinesis;
        _putter = new RecordPutter(kinesis);
        Faults = new FaultBoard(pipeline.Services.Kinesis);
    }

    public FaultBoard Faults { get; }

    private LocalKinesis.LocalKinesis Kinesis => _pipeline.Services.Kinesis;

    public JsonObject State() => new StateWriter(_pipeline, _context, _functions, _mappings, _parts, Faults).Write();

    public JsonObject Kill(string function)
    {
        var called = Called(function);
        var processes = called.ProcessIds;
        called.Kill();
        return new JsonObject { ["function"] = called.Definition.Name, ["killed"] = processes.Count };
    }

    public JsonObject OrderFault(Fault fault, TimeSpan? duration)
    {
        if (fault.Stream is not null)
        {
            Stream(fault.Stream);
        }

        return Faults.Order(fault, duration);
    }

    public async Task<JsonObject> ScaleAsync(string stream, int shards, CancellationToken cancellationToken)
    {
        var before = Stream(stream);
        try
        {
            await _kinesis.UpdateShardCountAsync(before.Name, shards, cancellationToken);
        }
        catch (KinesisCallException exception)
        {
            throw new ControlException(exception.Message);
        }

        return new JsonObject { ["stream"] = before.Name, ["from"] = before.OpenShards, ["to"] = shards };
    }

    public async Task<JsonObject> PutAsync(PutOrder order, Stream body, CancellationToken cancellationToken)
    {
        var stream = Stream(order.Stream);
        return await _putter.PutAsync(order with { Stream = stream.Name }, body, cancellationToken);
    }

    /// <summary>
    /// Advances the clock, a minute at a time: between two steps what is due gets its time, so that schedules, windows and the scaler see every
    /// minute.
    /// </summary>
    public async Task<JsonObject> AdvanceAsync(TimeSpan by, CancellationToken cancellationToken)
    {
        var clock = (SpeededTimeProvider)_pipeline.Services.Clock;
        await _advancing.WaitAsync(cancellationToken);
        try
        {
            for (var left = by; left > TimeSpan.Zero; left -= LongestStep)
            {
                clock.Advance(left < LongestStep ? left : LongestStep);
                await SettleAsync(cancellationToken);
            }
        }
        finally
        {
            _advancing.Release();
        }

        return new JsonObject { ["time"] = clock.GetUtcNow(), ["aheadSeconds"] = clock.Ahead.TotalSeconds };
    }

    public async Task<JsonObject> RecordsAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var stream = Stream(query.Stream);
        var shards = stream.Shards.Where(shard => query.Shard is null || shard.ShardId == query.Shard).ToList();
        if (query.Shard is not null && shards.Count == 0)
        {
            throw new ControlException($"stream '{stream.Name}' has no shard '{query.Shard}'", 404);
        }

        if (query.After is not null && query.Shard is null)
        {
            throw new ControlException("after goes with shard: a sequence number is of one shard");
        }

        var from = From(query.From);
        var records = new List<LocalRecord>();
        foreach (var shard in shards)
        {
            cancellationToken.ThrowIfCancellationRequested();
            records.AddRange(Browse(stream.Name, shard.ShardId, query, from));
        }

        var page = records.OrderBy(record => record.ArrivedAt).ThenBy(record => record.SequenceNumber.Length).ThenBy(
            record => record.SequenceNumber, StringComparer.Ordinal);
        bool isNewest = query.After is null && from is null;
        return new JsonObject
        {
            ["stream"] = stream.Name,
            ["records"] = new JsonArray([.. Fitting(isNewest ? page.TakeLast(query.Limit) : page.Take(query.Limit), isNewest).Select(RecordJson.Of)]),
        };
    }

    // Fewer than were asked for where they are large; one in any case, or a reader would never get past it.
    private static List<LocalRecord> Fitting(IEnumerable<LocalRecord> page, bool fromTheEnd)
    {
        var records = page.ToList();
        if (fromTheEnd)
        {
            records.Reverse();
        }

        long bytes = 0;
        var fitting = records.TakeWhile((record, index) => (bytes += record.Data.Length) <= MostBytesAPage || index == 0).ToList();
        if (fromTheEnd)
        {
            fitting.Reverse();
        }

        return fitting;
    }

    /// <summary>The newest event that a function got, as it got it.</summary>
    public JsonNode LastEvent(string function)
    {
        var called = Called(function);
        return called.Statistics.LastEvent.IsEmpty
            ? throw new ControlException($"function '{called.Definition.Name}' has had no event yet", 404)
            : JsonNode.Parse(called.Statistics.LastEvent.Span) ?? new JsonObject();
    }

    public void Dispose() => _advancing.Dispose();

    // A key is looked for page by page, and not without end: a stream may hold millions.
    private IReadOnlyList<LocalRecord> Browse(string stream, string shard, RecordQuery query, DateTimeOffset? from)
    {
        const int Page = 10_000;
        const int MostPages = 50;
        if (query.Key is null)
        {
            return Kinesis.Browse(stream, shard, query.Limit, query.After, from);
        }

        var found = new List<LocalRecord>();
        var (after, start) = (query.After, from ?? DateTimeOffset.MinValue.AddYears(1970));
        for (int page = 0; page < MostPages; page++)
        {
            var records = Kinesis.Browse(stream, shard, Page, after, after is null ? start : null);
            found.AddRange(records.Where(record => record.PartitionKey == query.Key));
            if (records.Count < Page)
            {
                break;
            }

            after = records[^1].SequenceNumber;
        }

        return found;
    }

    private static DateTimeOffset? From(string? text) => text switch
    {
        null or "LATEST" => null,
        "TRIM_HORIZON" => DateTimeOffset.UnixEpoch,
        _ when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => throw new ControlException($"from is '{text}'; allowed are TRIM_HORIZON, LATEST and a time"),
    };

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        // What fires by the clock does so on other threads: a moment for it to begin, then until it is done.
        await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (_functions.All.Any(function => function.InFlight > 0))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A function that takes longer than this is not waited for.
        }
    }

    private FunctionRuntime Called(string function)
    {
        try
        {
            return _functions.Called(function);
        }
        catch (ArgumentException exception)
        {
            throw new ControlException(exception.Message, 404);
        }
    }

    private StreamSnapshot Stream(string nameOrLogicalId)
    {
        string name = _pipeline.Streams.FirstOrDefault(stream => LogicalId.IsCalled(stream.LogicalId, nameOrLogicalId))?.Name ?? nameOrLogicalId;
        return Kinesis.Find(name)
            ?? throw new ControlException($"there is no stream '{nameOrLogicalId}'; there are {string.Join(", ", Kinesis.StreamNames)}", 404);
    }
}
