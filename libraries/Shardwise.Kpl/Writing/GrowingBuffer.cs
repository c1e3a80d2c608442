using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>Bytes that are appended to, and whose memory is kept for the next use.</summary>
internal sealed class GrowingBuffer
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Makes room at the end, to be filled by the caller, without taking it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Room(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Grow(Length + size);
        }

        return _bytes.AsSpan(Length, size);
    }

    /// <summary>Takes room at the end, to be filled by the caller, or filled already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Append(int size)
    {
        Span<byte> room = Room(size);
        Length += size;
        return room;
    }

    public void Clear() => Length = 0;

    private void Grow(int least) => Array.Resize(ref _bytes, Math.Max(least, Math.Max(1024, 2 * _bytes.Length)));
}
