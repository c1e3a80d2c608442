using System.Globalization;

namespace Shardwise.LocalKinesis.Log;

/// <summary>The memory that all records together may take.</summary>
internal sealed class MemoryBudget(long limit)
{
    private long _used;

    public long Used => Interlocked.Read(ref _used);

    public long Limit => limit;

    /// <exception cref="OutOfRoomException">There is not as much left.</exception>
    public void Take(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit)
        {
            return;
        }

        Interlocked.Add(ref _used, -bytes);
        throw new OutOfRoomException(string.Create(
            CultureInfo.InvariantCulture,
            $"The local Kinesis holds {Used} bytes of records and may hold {limit}: raise LocalKinesisOptions.MaxStoredBytes, delete a "
            + $"stream, or reset."));
    }

    public void Return(int bytes) => Interlocked.Add(ref _used, -bytes);
}
