namespace Shardwise.Local;

/// <summary>What one local shard takes in one window: a real second's worth of simulated time.</summary>
internal sealed class ShardLimits
{
    // The Kinesis quotas page: 1 MB and 1,000 records a second in; 2 MB a second and 5 calls a second out.
    private const double WriteBytesPerSecond = 1_048_576;
    private const double WriteRecordsPerSecond = 1_000;
    private const double ReadBytesPerSecond = 2 * 1_048_576;
    private const double ReadCallsPerSecond = 5;

    private readonly long _windowTicks;

    public ShardLimits(double fraction, double speed)
    {
        _windowTicks = (long)(TimeSpan.TicksPerSecond * speed);
        BytesPerSecond = WriteBytesPerSecond * fraction;
        RecordsPerSecond = WriteRecordsPerSecond * fraction;
        WriteBytes = BytesPerSecond * speed;
        WriteRecords = RecordsPerSecond * speed;
        ReadBytes = ReadBytesPerSecond * fraction * speed;
        // A reader calls as often however little there is to read, so the fraction does not touch the calls.
        ReadCalls = ReadCallsPerSecond * speed;
    }

    public double BytesPerSecond { get; }

    public double RecordsPerSecond { get; }

    public double WriteBytes { get; }

    public double WriteRecords { get; }

    public double ReadBytes { get; }

    public double ReadCalls { get; }

    // Counted from the start of the calendar, so that at a minute a second the windows are the minutes that CloudWatch counts.
    public long WindowOf(DateTimeOffset now) => now.UtcTicks / _windowTicks;
}
