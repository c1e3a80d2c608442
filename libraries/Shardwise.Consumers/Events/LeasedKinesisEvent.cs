using Amazon.Lambda.KinesisEvents;

namespace Shardwise.Consumers;

/// <summary>An event whose records' data are views of memory that goes back to a pool with <see cref="Dispose"/>.</summary>
internal sealed class LeasedKinesisEvent(byte[] rented) : KinesisEvent, IDisposable
{
    private readonly EventMemory _memory = new(rented);

    /// <summary>The bytes of one of its records; unlike the stream's they tell when they were given back.</summary>
    public ReadOnlyMemory<byte> BytesOf(ArraySegment<byte> data) =>
        ReferenceEquals(data.Array, rented) ? _memory.Memory.Slice(data.Offset, data.Count) : data;

    public void Dispose()
    {
        foreach (var record in Records ?? [])
        {
            if (record?.Kinesis is { } kinesis)
            {
                kinesis.Data = null;
            }
        }

        _memory.GiveBack();
    }
}
