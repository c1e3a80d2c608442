namespace Shardwise.LocalKinesis.Streams;

/// <summary>What one shard takes and gives in one window of the clock, and which window an instant lies in.</summary>
internal sealed class Throughput(LocalKinesisOptions options)
{
    // The Kinesis quotas page: 1 MB and 1,000 records a second in; 2 MB a second and 5 calls a second out.
    private const double WriteBytesPerSecond = 1_048_576;
    private const double WriteRecordsPerSecond = 1_000;
    private const double ReadBytesPerSecond = 2 * 1_048_576;
    private const double ReadCallsPerSecond = 5;

    private readonly long _windowTicks = options.LimitWindow.Ticks;
    private readonly double _seconds = options.LimitWindow.TotalSeconds;

    public bool IsLimited { get; } = options.EnforceLimits;

    public double BytesPerSecond => WriteBytesPerSecond * options.ShardFraction;

    public double RecordsPerSecond => WriteRecordsPerSecond * options.ShardFraction;

    public double WriteBytes => BytesPerSecond * _seconds;

    public double WriteRecords => RecordsPerSecond * _seconds;

    public double ReadBytes => ReadBytesPerSecond * options.ShardFraction * _seconds;

    // A reader calls as often however little there is to read, so the fraction does not touch the calls.
    public double ReadCalls => ReadCallsPerSecond * _seconds;

    /// <summary>How often something allowed so often a second may happen in a window.</summary>
    public double CallsInWindow(double perSecond) => perSecond * _seconds;

    // Counted from the start of the calendar, so that windows of a minute are the minutes that CloudWatch counts.
    public long WindowOf(DateTimeOffset now) => now.UtcTicks / _windowTicks;
}
