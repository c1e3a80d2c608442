using Shardwise.Kpl;

namespace Shardwise.Cli.Demo;

/// <summary>What waits for one shard: an aggregate that is being filled, and full ones in order.</summary>
internal sealed class ShardQueue(string shardId, UInt128 startingHashKey, int maxAggregateBytes, double bytesPerSecond)
{
    // A shard is tried at one and a half times its rate, as the KPL's RateLimit does by default (150 %): enough to fill the shard
    // whatever other producers do, and refusals stay a measure of the load instead of one of the backlog.
    private const double RateLimit = 1.5;

    private readonly AggregatedRecordBuilder builder = new(maxAggregateBytes);
    private readonly LinkedList<Aggregate> ready = [];
    private List<int> numbers = [];
    private TimeSpan openedAt;
    private TimeSpan refilledAt;
    private double budget;
    private TimeSpan resumeAt;
    private int refusals;

    public string ShardId => shardId;

    public UInt128 StartingHashKey => startingHashKey;

    public bool IsEmpty => ready.Count == 0 && builder.Count == 0;

    public int WaitingBytes { get; private set; }

    public void Add(int number, string user, ReadOnlySpan<byte> data, TimeSpan now)
    {
        if (!builder.TryAdd(user, data))
        {
            Close();
            if (!builder.TryAdd(user, data))
            {
                throw new InvalidOperationException("A click does not fit an empty aggregate.");
            }
        }

        if (numbers.Count == 0)
        {
            openedAt = now;
        }

        numbers.Add(number);
    }

    public void Add(Aggregate aggregate)
    {
        ready.AddLast(aggregate);
        WaitingBytes += aggregate.Bytes;
    }

    /// <summary>Closes the aggregate that is being filled when it is as old as this.</summary>
    public void CloseOlderThan(TimeSpan age, TimeSpan now)
    {
        if (builder.Count > 0 && now - openedAt >= age)
        {
            Close();
        }
    }

    /// <summary>Takes out what may be sent now.</summary>
    public IEnumerable<Aggregate> Take(TimeSpan now)
    {
        Refill(now);
        while (now >= resumeAt && budget > 0 && ready.First is { Value: var aggregate })
        {
            ready.RemoveFirst();
            WaitingBytes -= aggregate.Bytes;
            budget -= aggregate.Bytes;
            yield return aggregate;
        }
    }

    /// <summary>Puts refused aggregates back, in order, before all others.</summary>
    public void PutBack(IReadOnlyList<Aggregate> refused)
    {
        for (var last = refused.Count - 1; last >= 0; last--)
        {
            ready.AddFirst(refused[last]);
            WaitingBytes += refused[last].Bytes;
        }
    }

    /// <summary>Waits before the next try: twice as long after each refusal in a row, from 50 ms to 400 ms, with full jitter above the half.</summary>
    public void BackOff(TimeSpan now)
    {
        var longest = 50 << Math.Min(refusals++, 3);
        resumeAt = now + TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    public void Succeeded() => refusals = 0;

    /// <summary>Empties the queue.</summary>
    public IEnumerable<Aggregate> TakeAll()
    {
        Close();
        var all = ready.ToArray();
        ready.Clear();
        WaitingBytes = 0;
        return all;
    }

    private void Close()
    {
        if (builder.Count > 0)
        {
            Add(new Aggregate(builder.Build(), numbers));
            numbers = [];
        }
    }

    private void Refill(TimeSpan now)
    {
        var rate = RateLimit * bytesPerSecond;
        budget = Math.Min(rate, budget + ((now - refilledAt).TotalSeconds * rate));
        refilledAt = now;
    }
}
