using System.Buffers;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>An answer's body in a rented array that grows, or, given a stream, goes out as soon as it is large.</summary>
internal sealed class ReplyBuffer : IBufferWriter<byte>, IDisposable
{
    private const int PartBytes = 128 * 1_024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1_024);

    /// <summary>Where full parts go; null keeps all of it here.</summary>
    public ReplyStream? Stream { get; set; }

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public Span<byte> Reserve(int length)
    {
        if (_bytes.Length - Length < length)
        {
            if (Stream is not null && Length >= PartBytes)
            {
                Stream.Send(_bytes, Length);
                (_bytes, Length) = (ArrayPool<byte>.Shared.Rent(Math.Max(2 * PartBytes, length)), 0);
                return _bytes;
            }

            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + length));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => Reserve(Math.Max(sizeHint, 256));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void Write(byte single)
    {
        Reserve(1)[0] = single;
        Length++;
    }

    public void Clear() => Length = 0;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
