using System.Buffers;

namespace Shardwise.Consumers;

/// <summary>An invocation's JSON: the stream's own memory where that can be seen, else read into memory of a pool.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private readonly ReadOnlyMemory<byte> _bytes;
    private byte[]? _rented;

    public RequestBody(Stream stream)
    {
        if (WholeWrite.TryView(stream, out _bytes))
        {
            return;
        }

        _rented = ArrayPool<byte>.Shared.Rent(stream.CanSeek ? (int)(stream.Length - stream.Position) + 1 : FirstSize);
        _bytes = ReadAll(stream, ref _rented);
    }

    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, ref byte[] rented)
    {
        var length = 0;
        while (true)
        {
            var read = stream.Read(rented, length, rented.Length - length);
            length += read;
            if (read == 0)
            {
                return rented.AsMemory(0, length);
            }

            if (length == rented.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * length);
                rented.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(rented);
                rented = larger;
            }
        }
    }
}
