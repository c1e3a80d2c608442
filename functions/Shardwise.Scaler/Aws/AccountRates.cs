namespace Shardwise.Scaler.Aws;

/// <summary>
/// The part of an account's calls a second that one invocation of a fleet takes, so that all of them at once stay within what AWS allows; one
/// stream's own function waits for nothing.
/// </summary>
/// <remarks>
/// Source: the limits of the Kinesis API: DescribeStreamSummary 20 a second and account, AddTagsToStream and ListTagsForStream 5, UpdateShardCount
/// 10, UpdateStreamWarmThroughput 5. Splits and merges count by the stream. A fifth is left to others.
/// </remarks>
internal sealed class AccountRates(TimeProvider clock)
{
    private const double Share = 0.8;

    private readonly CallPace _describe = new(clock);
    private readonly CallPace _readTags = new(clock);
    private readonly CallPace _writeTags = new(clock);
    private readonly CallPace _reshard = new(clock);
    private readonly CallPace _warm = new(clock);

    /// <summary>From now on calls wait for their turn.</summary>
    /// <param name="group">Which of the account's groups this is, from 0.</param>
    /// <param name="groups">How many there are, 1 or more.</param>
    public void ShareWith(int group, int groups)
    {
        foreach (var (pace, limit) in ((CallPace, double)[])[(_describe, 20), (_readTags, 5), (_writeTags, 5), (_reshard, 10), (_warm, 5)])
            pace.Keep(Share * limit / groups, (double)(group % groups) / groups);
    }

    public Task DescribeAsync(CancellationToken cancellationToken) => _describe.WaitAsync(cancellationToken);

    public Task ReadTagsAsync(CancellationToken cancellationToken) => _readTags.WaitAsync(cancellationToken);

    public Task WriteTagsAsync(CancellationToken cancellationToken) => _writeTags.WaitAsync(cancellationToken);

    public Task ReshardAsync(CancellationToken cancellationToken) => _reshard.WaitAsync(cancellationToken);

    public Task WarmAsync(CancellationToken cancellationToken) => _warm.WaitAsync(cancellationToken);
}
