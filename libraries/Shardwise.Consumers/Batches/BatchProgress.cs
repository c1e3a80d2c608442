using Shardwise.Kpl;

namespace Shardwise.Consumers;

/// <summary>What is done of a batch, by earlier deliveries and this one, where a store is to remember it.</summary>
internal sealed class BatchProgress(IProgressStore store, List<BatchRecord> records)
{
    private readonly bool[]?[] _before = new bool[records.Count][];
    private readonly bool[][] _done = new bool[records.Count][];
    private IReadOnlyList<RecordProgress> _known = [];

    /// <summary>Why what earlier deliveries did is not known, or this one's could not be kept; null where all is well.</summary>
    public string? Problem { get; private set; }

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
        foreach (var (position, done) in _known)
        {
            if (places.TryGetValue(position.SequenceNumber, out var place))
            {
                foreach (var sub in done.Where(sub => (uint)sub < (uint)_done[place].Length))
                {
                    _done[place][sub] = true;
                }

                _before[place] = [.. _done[place]];
            }
        }
    }

    public bool WasDone(int place, int sub) => _before[place] is { } before && before[sub];

    public void Done(int place, Range subs) => _done[place].AsSpan(subs).Fill(true);

    /// <summary>Remembers what is done of the records that come again, and forgets those that do not.</summary>
    public async Task WriteAsync(ConsumerContext context, CancellationToken cancellationToken)
    {
        var progress = new List<RecordProgress>();
        foreach (var (position, _) in records)
        {
            var place = position.IndexInBatch;
            var comesAgain = context.ComesAgain(position);
            if (comesAgain ? _done[place].Contains(true) : _before[place] is not null)
            {
                progress.Add(new RecordProgress(position, comesAgain ? PlacesOf(_done[place]) : []));
            }
        }

        try
        {
            if (progress.Count > 0)
            {
                await store.WriteAsync(progress, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Problem = $"What is done could not be remembered. {Failure.Describe(exception)}";
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
