using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>A request's whole body: in a rented array, or in the one that it was read into already.</summary>
internal sealed class RequestBody : IDisposable
{
    // A PutRecords call of 10 MiB is 14 MiB of base64 and some names; each character may be escaped.
    private const int MostBytes = 64 * 1_048_576;

    private readonly bool _isRented;
    private byte[] _bytes;
    private int _length;

    private RequestBody(int capacity) => (_bytes, _isRented) = (ArrayPool<byte>.Shared.Rent(capacity), true);

    private RequestBody(byte[] bytes) => (_bytes, _length) = (bytes, bytes.Length);

    public Memory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>Reads it all; null where it is larger than anything that could be meant.</summary>
    public static async Task<RequestBody?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        // Read by whoever judged the call, who is done with it.
        if (request.Body is MemoryStream { Position: 0 } read && read.TryGetBuffer(out var all) && all.Offset == 0 && all.Count == all.Array!.Length)
        {
            return new RequestBody(all.Array);
        }

        return await ReadAsync(request, new RequestBody((int)(request.ContentLength ?? 16_384) + 1)).ConfigureAwait(false);
    }

    private static async Task<RequestBody?> ReadAsync(HttpRequest request, RequestBody body)
    {
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(body._bytes.AsMemory(body._length), request.HttpContext.RequestAborted)
                .ConfigureAwait(false)) > 0)
            {
                body._length += read;
                if (body._length > MostBytes)
                {
                    body.Dispose();
                    return null;
                }

                body.GrowIfFull();
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
        if (_isRented && _bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        (_bytes, _length) = ([], 0);
    }

    private void GrowIfFull()
    {
        if (_length == _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            Memory.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }
}
