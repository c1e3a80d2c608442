namespace Shardwise.Local.EventSources;

/// <summary>
/// One batch on its way into a function, as AWS Lambda retries it: what to try next, and what to give up on. Records are settled in order, without
/// gaps. It calls nothing and has no clock.
/// </summary>
internal sealed class BatchDelivery
{
    private readonly IReadOnlyList<StreamRecord> _records;
    private readonly DeliveryPolicy _policy;
    private readonly Stack<Segment> _segments = new();

    public BatchDelivery(IReadOnlyList<StreamRecord> records, DeliveryPolicy policy)
    {
        _records = records;
        _policy = policy;
        Push(new Segment(0, records.Count, 0, 0));
    }

    /// <summary>The records to try next; null when all are settled.</summary>
    public IReadOnlyList<StreamRecord>? Current => _segments.TryPeek(out var segment) ? Slice(segment.Start, segment.Count) : null;

    /// <summary>The last record that is done or given up, null where none is.</summary>
    public StreamRecord? LastSettled { get; private set; }

    /// <summary>Whether the same records come again without a change, so that a pause is due.</summary>
    public bool IsRepeated { get; private set; }

    /// <summary>Gives up on records at the head of the current segment that are too old to be handed over.</summary>
    public GivenUp? DropExpired(DateTimeOffset now)
    {
        if (_policy.MaximumAge is not { } oldest || !_segments.TryPeek(out var segment))
        {
            return null;
        }

        int expired = 0;
        while (expired < segment.Count && now - _records[segment.Start + expired].Arrival > oldest)
        {
            expired++;
        }

        if (expired == 0)
        {
            return null;
        }

        _segments.Pop();
        Settle(segment.Start + expired);
        Push(segment with { Start = segment.Start + expired, Count = segment.Count - expired });
        return new GivenUp(Slice(segment.Start, expired), "RecordAgeExceeded", segment.Tries, segment.LastError);
    }

    /// <summary>Gives up on the current segment without a further try.</summary>
    public GivenUp GiveUp(string condition, string error)
    {
        var segment = _segments.Pop();
        IsRepeated = false;
        Settle(segment.Start + segment.Count);
        return new GivenUp(Slice(segment.Start, segment.Count), condition, segment.Tries, error);
    }

    /// <summary>Takes note of how the current segment went; what comes back is given up on.</summary>
    public GivenUp? Settle(BatchOutcome outcome)
    {
        var segment = _segments.Pop();
        IsRepeated = false;
        if (outcome.FailedFrom is not { } failed)
        {
            Settle(segment.Start + segment.Count);
            return null;
        }

        Settle(segment.Start + failed);
        var rest = segment with
        {
            Start = segment.Start + failed,
            Count = segment.Count - failed,
            Tries = segment.Tries + 1,
            LastError = outcome.Error,
        };
        if (_policy.Bisect && (failed > 0 || rest.Count > 1))
        {
            Split(rest, halve: failed == 0);
            return null;
        }

        return Retry(rest with { Retries = rest.Retries + 1 });
    }

    // Bisecting costs no retry. An answer that names a record cuts there; one that makes no progress, or names the first, halves, or the same records
    // would come for ever.
    private void Split(Segment rest, bool halve)
    {
        if (!halve)
        {
            Push(rest);
            return;
        }

        int first = (rest.Count + 1) / 2;
        Push(rest with { Start = rest.Start + first, Count = rest.Count - first });
        Push(rest with { Count = first });
    }

    private GivenUp? Retry(Segment segment)
    {
        if (_policy.MaximumRetries is { } most && segment.Retries > most)
        {
            Settle(segment.Start + segment.Count);
            return new GivenUp(Slice(segment.Start, segment.Count), "RetryAttemptsExhausted", segment.Tries, segment.LastError);
        }

        IsRepeated = true;
        Push(segment);
        return null;
    }

    private void Settle(int end)
    {
        if (end > 0)
        {
            LastSettled = _records[end - 1];
        }
    }

    private void Push(Segment segment)
    {
        if (segment.Count > 0)
        {
            _segments.Push(segment);
        }
    }

    private List<StreamRecord> Slice(int start, int count)
    {
        var slice = new List<StreamRecord>(count);
        for (int i = start; i < start + count; i++)
        {
            slice.Add(_records[i]);
        }

        return slice;
    }

    private readonly record struct Segment(int Start, int Count, int Retries, int Tries, string? LastError = null);
}
