using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Shardwise.Benchmarks.Local;

/// <summary>
/// The same bare client for every service: HTTP/1.1 over one connection, bodies made beforehand, answers read into one buffer and no more. The two processors
/// are shared with the service, and whatever the client takes of them hides what the service does.
/// </summary>
internal sealed class LocalClient(Uri endpoint) : IDisposable
{
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(5);
    private static readonly byte[] EndOfLine = [.. "\r\n"u8];
    private static readonly byte[] EndOfHead = [.. "\r\n\r\n"u8];

    private Socket? _socket;
    private byte[] _received = new byte[64 * 1_024];
    private byte[] _sent = new byte[4 * 1_024];
    private int _from;
    private int _to;

    /// <summary>Calls an operation.</summary>
    /// <returns>The answer's body, which holds until the next call.</returns>
    /// <exception cref="InvalidOperationException">The service refuses.</exception>
    /// <exception cref="SocketException">It is not there.</exception>
    public async Task<ReadOnlyMemory<byte>> CallAsync(string operation, ReadOnlyMemory<byte> body)
    {
        _socket ??= await ConnectAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(MostTime);
        await SendAsync(operation, body, patience.Token).ConfigureAwait(false);
        (_from, _to) = (0, 0);
        var (status, length) = await ReadHeadAsync(patience.Token).ConfigureAwait(false);
        var answer = length is { } known ? await ReadAsync(known, patience.Token).ConfigureAwait(false) : await ReadChunksAsync(patience.Token).ConfigureAwait(false);
        return status == 200 ? answer : throw new InvalidOperationException($"{operation}: {status} {Encoding.UTF8.GetString(answer.Span)}");
    }

    public void Dispose() => _socket?.Dispose();

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    // One packet where it is small, as every client does.
    private async ValueTask SendAsync(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var length = Encoding.ASCII.GetBytes(
            $"POST / HTTP/1.1\r\nHost: {endpoint.Authority}\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Target: Kinesis_20131202.{operation}\r\n"
            + "X-Amz-Date: 20261129T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AKID/20261129/us-east-1/kinesis/aws4_request, SignedHeaders=host, "
            + $"Signature=0\r\nContent-Length: {body.Length}\r\n\r\n", _sent);
        if (length + body.Length <= _sent.Length)
        {
            body.CopyTo(_sent.AsMemory(length));
            (length, body) = (length + body.Length, default);
        }

        for (var rest = _sent.AsMemory(0, length); rest.Length > 0;)
            rest = rest[await _socket!.SendAsync(rest, cancellation).ConfigureAwait(false)..];
        while (body.Length > 0)
            body = body[await _socket!.SendAsync(body, cancellation).ConfigureAwait(false)..];
    }

    private async ValueTask<(int Status, int? Length)> ReadHeadAsync(CancellationToken cancellation)
    {
        var end = await FindAsync(EndOfHead, cancellation).ConfigureAwait(false);
        var head = Encoding.ASCII.GetString(_received, _from, end - _from);
        _from = end + 4;
        const string Name = "\r\ncontent-length:";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return (int.Parse(head.AsSpan(9, 3)), at < 0 ? null : int.Parse(head[(at + Name.Length)..].Split('\r')[0]));
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(int length, CancellationToken cancellation)
    {
        while (_to - _from < length)
            await ReceiveAsync(_from + length - _to, cancellation).ConfigureAwait(false);
        _from += length;
        return _received.AsMemory(_from - length, length);
    }

    // The chunks are moved together in the buffer.
    private async ValueTask<ReadOnlyMemory<byte>> ReadChunksAsync(CancellationToken cancellation)
    {
        var (start, length) = (_from, 0);
        while (true)
        {
            var end = await FindAsync(EndOfLine, cancellation).ConfigureAwait(false);
            Utf8Parser.TryParse(_received.AsSpan(_from, end - _from), out int size, out _, 'x');
            _from = end + 2;
            await ReadAsync(size + 2, cancellation).ConfigureAwait(false);
            if (size == 0)
                return _received.AsMemory(start, length);
            Buffer.BlockCopy(_received, _from - size - 2, _received, start + length, size);
            length += size;
        }
    }

    private async ValueTask<int> FindAsync(byte[] mark, CancellationToken cancellation)
    {
        for (var looked = _from; ;)
        {
            var at = _received.AsSpan(looked, _to - looked).IndexOf(mark);
            if (at >= 0)
                return looked + at;
            looked = Math.Max(_from, _to - mark.Length + 1);
            await ReceiveAsync(1, cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask ReceiveAsync(int atLeast, CancellationToken cancellation)
    {
        if (_received.Length - _to < atLeast)
            Array.Resize(ref _received, Math.Max(2 * _received.Length, _to + atLeast));
        var count = await _socket!.ReceiveAsync(_received.AsMemory(_to), cancellation).ConfigureAwait(false);
        _to += count > 0 ? count : throw new InvalidOperationException("The service closed the connection.");
    }
}
