using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Shardwise.Local;

/// <summary>A request's whole body in a rented buffer.</summary>
internal sealed class RequestBody : IDisposable
{
    // A PutRecords call of 10 MiB is 14 MiB of base64 and some names.
    private const int MaxBytes = 32 * 1_048_576;

    private byte[] _buffer;
    private int _length;

    private RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>The whole body in an array of its own: where its length is said, without a copy between.</summary>
    /// <exception cref="AwsError">The body is too large.</exception>
    public static async Task<byte[]> ReadAllAsync(HttpRequest request)
    {
        if (request.ContentLength is not { } length || length > MaxBytes)
        {
            using var body = await ReadAsync(request).ConfigureAwait(false);
            return body.Memory.ToArray();
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        await request.Body.ReadExactlyAsync(bytes, request.HttpContext.RequestAborted).ConfigureAwait(false);
        return bytes;
    }

    /// <exception cref="AwsError">The body is too large.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request)
    {
        var body = new RequestBody((int)Math.Min(MaxBytes, (request.ContentLength ?? 16_384) + 1));
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(
                body._buffer.AsMemory(body._length), request.HttpContext.RequestAborted).ConfigureAwait(false)) > 0)
            {
                body._length += read;
                if (body._length == body._buffer.Length)
                {
                    body.Grow();
                }
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Grow()
    {
        if (_length >= MaxBytes)
        {
            throw new AwsError("RequestEntityTooLargeException", $"The request is larger than {MaxBytes} bytes.", 413);
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(MaxBytes, _buffer.Length * 2));
        Memory.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
