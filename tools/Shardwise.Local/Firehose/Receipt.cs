namespace Shardwise.Local.Firehose;

/// <summary>Counts what is still to be done for the records of one put or one read, and says when nothing is.</summary>
internal sealed class Receipt(int open, Action settled)
{
    private int _open = open;

    /// <summary>More is to be done: one record has become several, or goes to two places.</summary>
    public void Add(int count) => Interlocked.Add(ref _open, count);

    public void Settle()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            settled();
        }
    }
}
