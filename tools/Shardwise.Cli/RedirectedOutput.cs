using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Shardwise.Cli;

/// <summary>
/// Standard output where it is a pipe or a file, whose errors are one line each. The console's own stream takes a pipe that is closed for one that
/// takes everything, so that <c>shardwise tail clicks | head</c> would never end.
/// </summary>
internal sealed class RedirectedOutput : Stream
{
    private const int StandardOutput = 1;

    // EPIPE, the same on Linux and macOS.
    private const int BrokenPipe = 32;

    private readonly Stream _output;

    private RedirectedOutput()
    {
        var pipe = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // Into a file a stream of its own would write where it thinks that the end is, and not where others have written meanwhile.
        _output = pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The writer for a command's output; <see langword="null"/> for a terminal, which the console's own writer knows better.</summary>
    public static TextWriter? Open() => Console.IsOutputRedirected && !OperatingSystem.IsWindows()
        ? TextWriter.Synchronized(
            new StreamWriter(new RedirectedOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true })
        : null;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _output.Write(buffer);
        }
        catch (IOException exception)
        {
            throw exception.HResult == BrokenPipe ? new OutputClosedException(exception)
                : new FailureException("the output cannot be written (is the disk full?)", exception);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _output.Dispose();
        base.Dispose(disposing);
    }
}
