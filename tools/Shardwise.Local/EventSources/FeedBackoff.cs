namespace Shardwise.Local.EventSources;

/// <summary>Waits longer after each read that failed.</summary>
internal sealed class FeedBackoff(EventSourceMappingDefinition mapping, string shardId, Action<string> say)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private int _failuresInRow;

    public void Succeeded() => _failuresInRow = 0;

    // Throttled reads are ordinary where many poll; anything else that goes on is said, once.
    public async Task FailedAsync(KinesisCallException exception, CancellationToken cancellationToken)
    {
        _failuresInRow++;
        if (_failuresInRow == 5 && exception.Code is not "ProvisionedThroughputExceededException")
        {
            say($"{mapping.LogicalId}: {shardId} cannot be read: {exception.Message}; it is tried on");
        }

        double milliseconds = Math.Min(Longest.TotalMilliseconds, Shortest.TotalMilliseconds * Math.Pow(2, Math.Min(_failuresInRow - 1, 10)));
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds * (0.5 + (Random.Shared.NextDouble() / 2))), cancellationToken);
    }
}
