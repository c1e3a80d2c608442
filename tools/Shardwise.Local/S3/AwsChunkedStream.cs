using System.Globalization;
using System.Text;

namespace Shardwise.Local;

/// <summary>
/// The payload of an <c>aws-chunked</c> body: <c>size[;chunk-signature=...]CRLF data CRLF</c>, ended by a chunk of size 0 and trailers.
/// Signatures are read over: this end trusts its own machine. Checksums come as trailers.
/// </summary>
internal sealed class AwsChunkedStream(Stream body) : Stream
{
    private const int MaxLine = 8_192;

    private readonly byte[] _one = new byte[1];
    private readonly BufferedStream _body = new(body, 65_536);
    private long _leftInChunk;
    private bool _started;
    private bool _ended;

    /// <summary>What followed the last chunk, names in small letters; empty until then.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="AwsError">The body is not well-formed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_leftInChunk == 0 && !_ended)
        {
            await NextChunkAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_ended || buffer.Length == 0)
        {
            return 0;
        }

        var read = await _body.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _leftInChunk)], cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            throw Incomplete();
        }

        _leftInChunk -= read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    private async Task NextChunkAsync(CancellationToken cancellationToken)
    {
        if (_started && await LineAsync(cancellationToken).ConfigureAwait(false) is not "")
        {
            throw Incomplete();
        }

        _started = true;
        var head = await LineAsync(cancellationToken).ConfigureAwait(false) ?? throw Incomplete();
        if (!long.TryParse(head.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _leftInChunk) || _leftInChunk < 0)
        {
            throw Incomplete();
        }

        if (_leftInChunk > 0)
        {
            return;
        }

        _ended = true;
        while (await LineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            Trailers[line[..Math.Max(colon, 0)].Trim()] = line[(colon + 1)..].Trim();
        }
    }

    // Null at the end of the body.
    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (await _body.ReadAsync(_one, cancellationToken).ConfigureAwait(false) == 1)
        {
            if (_one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            if (line.Append((char)_one[0]).Length > MaxLine)
            {
                throw Incomplete();
            }
        }

        return line.Length == 0 ? null : throw Incomplete();
    }

    private static AwsError Incomplete() => new("IncompleteBody", "The aws-chunked body is not well-formed or ends too early.");
}
