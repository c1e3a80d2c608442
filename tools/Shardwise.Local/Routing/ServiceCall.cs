using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Shardwise.Local.Routing;

/// <summary>A request, with what the router has found out about it.</summary>
internal sealed class ServiceCall(HttpContext context, WireProtocol protocol, string operation, CallSignature? signature)
{
    private ReadOnlyMemory<byte>? _body;

    public HttpContext Context { get; } = context;

    public WireProtocol Protocol { get; } = protocol;

    /// <summary>The operation's name; "" where the request names none.</summary>
    public string Operation { get; } = operation;

    public CallSignature? Signature { get; } = signature;

    /// <summary>The answer's request id.</summary>
    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The fields of a Query request; empty for any other.</summary>
    public IReadOnlyDictionary<string, string> Form { get; init; } = new Dictionary<string, string>();

    /// <summary>Judges something more that the caller must be allowed: the refusal, or null.</summary>
    public Func<NeededPermission, AwsError?> Check { get; set; } = static _ => null;

    /// <summary>What a service has made of the request already; its own.</summary>
    public object? Parsed { get; set; }

    /// <summary>The whole body, unpacked where it is gzip; who answers can still read the request's body as it came.</summary>
    /// <exception cref="AwsError">The body is too large.</exception>
    public async Task<ReadOnlyMemory<byte>> BodyAsync()
    {
        if (_body is { } read)
        {
            return read;
        }

        byte[] bytes = await RequestBody.ReadAllAsync(Context.Request).ConfigureAwait(false);
        // Its array is to be seen, so that who answers need not copy it.
        Context.Request.Body = new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true);
        _body = Context.Request.Headers.ContentEncoding == "gzip" ? await UnzipAsync(bytes).ConfigureAwait(false) : bytes;
        return _body.Value;
    }

    private static async Task<byte[]> UnzipAsync(byte[] bytes)
    {
        await using var unzipped = new GZipStream(new MemoryStream(bytes, writable: false), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        try
        {
            await unzipped.CopyToAsync(plain).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            throw new AwsError("SerializationException", "The body says that it is gzip and is not.");
        }

        return plain.ToArray();
    }
}
