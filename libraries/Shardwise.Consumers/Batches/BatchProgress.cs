using Shardwise.Kpl;

namespace Shardwise.Consumers;

/// <summary>What is done of a batch, by earlier deliveries and this one, and what outlasted them, where a store is to remember it.</summary>
internal sealed class BatchProgress(IProgressStore store, List<BatchRecord> records, int maxDeliveries)
{
    private readonly Lock _lock = new();
    private readonly bool[]?[] _skipped = new bool[records.Count][];
    private readonly bool[][] _done = new bool[records.Count][];

    // Of user records that time ran short for: how many deliveries each has outlasted so far.
    private readonly Dictionary<(int Place, int Sub), int> _outlasted = [];
    private readonly HashSet<(int Place, int Sub)> _counted = [];

    // User records whose first attempt is under way.
    private readonly HashSet<(int Place, int Sub)> _underWay = [];

    // Kinesis records that the store has an entry for.
    private readonly HashSet<int> _stored = [];
    private IReadOnlyList<RecordProgress> _known = [];

    /// <summary>Why what earlier deliveries did is not known, or this one's could not be kept; null where all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>The user records that have outlasted as many deliveries as they may.</summary>
    public IEnumerable<(int Place, int Sub, int Deliveries)> Outlasting =>
        [.. _outlasted.Where(entry => entry.Value >= maxDeliveries).Select(entry => (entry.Key.Place, entry.Key.Sub, entry.Value))];

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _known = await store.ReadAsync([.. records.Select(record => record.Position)], cancellationToken);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Problem = $"What is done already could not be read. {Failure.Describe(exception)}";
        }
    }

    public void Open(AggregatedPayload[] payloads)
    {
        for (var place = 0; place < payloads.Length; place++)
        {
            _done[place] = new bool[payloads[place].Count];
        }

        var places = _known.Count == 0 ? [] : records.ToDictionary(record => record.Position.SequenceNumber, record => record.Position.IndexInBatch);
        foreach (var known in _known)
        {
            if (places.TryGetValue(known.Position.SequenceNumber, out var place))
            {
                Open(place, known);
            }
        }
    }

    /// <summary>Whether it is not to be processed: an earlier delivery has, or it outlasted too many.</summary>
    public bool IsSkipped(int place, int sub) => _skipped[place] is { } skipped && skipped[sub];

    public void Done(int place, Range subs) => _done[place].AsSpan(subs).Fill(true);

    public void Begin(int place, int sub)
    {
        lock (_lock)
        {
            _underWay.Add((place, sub));
        }
    }

    public void End(int place, int sub)
    {
        lock (_lock)
        {
            _underWay.Remove((place, sub));
        }
    }

    /// <summary>Counts this delivery, once, among those that the user record outlasted.</summary>
    public void Outlasted(int place, int sub)
    {
        lock (_lock)
        {
            if (_counted.Add((place, sub)))
            {
                _outlasted[(place, sub)] = _outlasted.GetValueOrDefault((place, sub)) + 1;
            }
        }
    }

    /// <summary>
    /// Remembers what is still under way when it should have ended. Code that looks at no token is killed with its process, which then can say
    /// nothing.
    /// </summary>
    public async Task WriteUnderWayAsync(CancellationToken cancellationToken)
    {
        (int Place, int Sub)[] underWay;
        lock (_lock)
        {
            underWay = [.. _underWay];
        }

        foreach (var (place, sub) in underWay)
        {
            Outlasted(place, sub);
        }

        await WriteAsync([.. underWay.Select(user => user.Place).Distinct().Select(ProgressOf)], cancellationToken);
    }

    /// <summary>Remembers what is done of the records that come again, and forgets those that do not.</summary>
    public Task WriteAsync(ConsumerContext context, CancellationToken cancellationToken)
    {
        var progress = new List<RecordProgress>();
        foreach (var (position, _) in records)
        {
            var place = position.IndexInBatch;
            if (!context.ComesAgain(position))
            {
                if (_stored.Contains(place))
                {
                    progress.Add(new RecordProgress(position, []));
                }
            }
            else if (_stored.Contains(place) || _done[place].Contains(true) || _outlasted.Keys.Any(user => user.Place == place))
            {
                progress.Add(ProgressOf(place));
            }
        }

        return WriteAsync(progress, cancellationToken);
    }

    private void Open(int place, RecordProgress known)
    {
        var count = _done[place].Length;
        _stored.Add(place);
        foreach (var sub in known.Done.Where(sub => (uint)sub < (uint)count))
        {
            _done[place][sub] = true;
        }

        var skipped = _done[place].ToArray();
        foreach (var (sub, deliveries) in known.Outlasted.Where(entry => (uint)entry.Key < (uint)count && !skipped[entry.Key]))
        {
            _outlasted[(place, sub)] = deliveries;
            skipped[sub] = deliveries >= maxDeliveries;
        }

        _skipped[place] = skipped;
    }

    private async Task WriteAsync(List<RecordProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            if (progress.Count > 0)
            {
                _stored.UnionWith(progress.Select(record => record.Position.IndexInBatch));
                await store.WriteAsync(progress, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Problem = $"What is done could not be remembered. {Failure.Describe(exception)}";
        }
    }

    private RecordProgress ProgressOf(int place)
    {
        lock (_lock)
        {
            return new RecordProgress(records[place].Position, PlacesOf(_done[place]))
            {
                Outlasted = _outlasted.Where(entry => entry.Key.Place == place && !_done[place][entry.Key.Sub])
                    .ToDictionary(entry => entry.Key.Sub, entry => entry.Value),
            };
        }
    }

    private static List<int> PlacesOf(bool[] done)
    {
        var places = new List<int>();
        for (var place = 0; place < done.Length; place++)
        {
            if (done[place])
            {
                places.Add(place);
            }
        }

        return places;
    }
}
