namespace Shardwise.Local.Firehose;

/// <summary>The pages of one shard that were read and are not all dealt with: a position moves on only when everything before it is.</summary>
internal sealed class ReadPages(Action<string> reached)
{
    private readonly Lock _lock = new();
    private readonly Queue<Page> _pages = [];

    /// <summary>A page was read.</summary>
    /// <param name="lastSequenceNumber">Its last record's.</param>
    /// <returns>To be called when all its records are dealt with.</returns>
    public Action Add(string lastSequenceNumber)
    {
        var page = new Page(lastSequenceNumber);
        lock (_lock)
        {
            _pages.Enqueue(page);
        }

        return () => Settle(page);
    }

    private void Settle(Page page)
    {
        lock (_lock)
        {
            page.IsSettled = true;
            string? last = null;
            while (_pages.TryPeek(out var first) && first.IsSettled)
            {
                last = _pages.Dequeue().LastSequenceNumber;
            }

            if (last is not null)
            {
                reached(last);
            }
        }
    }

    private sealed class Page(string lastSequenceNumber)
    {
        public string LastSequenceNumber { get; } = lastSequenceNumber;

        public bool IsSettled { get; set; }
    }
}
