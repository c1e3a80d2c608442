namespace Shardwise.Consumers;

/// <summary>
/// Sees the memory of a <see cref="MemoryStream"/> that does not show it, as those that Lambda's runtime hands over do not: copied to another
/// stream, it writes all that it has in one piece, and that piece is its memory.
/// </summary>
internal sealed class WholeWrite : Stream
{
    private ReadOnlyMemory<byte> _written;
    private int _pieces;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The stream's memory from where it stands; the stream stands at its end afterwards.</summary>
    /// <returns>Whether it was seen: that of a class of somebody's own need not be what is written.</returns>
    public static bool TryView(Stream stream, out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        if (stream.GetType() != typeof(MemoryStream))
        {
            return false;
        }

        var start = stream.Position;
        var view = new WholeWrite();
        stream.CopyTo(view);
        if (view._pieces > 1)
        {
            stream.Position = start;
            return false;
        }

        memory = view._written;
        return true;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _written = buffer.AsMemory(offset, count);
        _pieces++;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
