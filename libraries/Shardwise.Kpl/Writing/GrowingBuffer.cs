namespace Shardwise.Kpl;

/// <summary>Bytes that are appended to, and whose memory is kept for the next use.</summary>
internal sealed class GrowingBuffer
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Makes room at the end, to be filled by the caller.</summary>
    public Span<byte> Append(int size)
    {
        int start = Length;
        if (_bytes.Length - start < size)
        {
            Array.Resize(ref _bytes, Math.Max(start + size, Math.Max(1024, 2 * _bytes.Length)));
        }

        Length = start + size;
        return _bytes.AsSpan(start, size);
    }

    public void Clear() => Length = 0;
}
