using System.Buffers;

namespace Shardwise.Consumers;

/// <summary>
/// The payloads of one event, in memory of a pool. Whatever still looks at them after they were given back gets an exception.
/// </summary>
internal sealed class EventMemory(byte[] rented) : MemoryManager<byte>
{
    private byte[]? _rented = rented;

    public void GiveBack() => Dispose(disposing: true);

    public override Span<byte> GetSpan() => Rented;

    public override MemoryHandle Pin(int elementIndex = 0) => Rented.AsMemory(elementIndex).Pin();

    public override void Unpin()
    {
    }

    protected override bool TryGetArray(out ArraySegment<byte> segment)
    {
        segment = Rented;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private byte[] Rented =>
        _rented ?? throw new ObjectDisposedException(
            "StreamRecord.Data", "A record's data may be looked at until its invocation ends; copy what is kept longer.");
}
