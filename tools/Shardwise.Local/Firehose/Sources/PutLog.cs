using System.Buffers.Binary;
using System.Globalization;

namespace Shardwise.Local.Firehose;

/// <summary>
/// Keeps puts in files until they are delivered, so that a process that is killed loses none. A put is a frame: its length, number and time, then
/// each record after its length. One file more holds the number up to which all puts are dealt with; files with nothing above it are deleted.
/// </summary>
internal sealed class PutLog : IDisposable
{
    private const int HeaderBytes = sizeof(int) + sizeof(long) + sizeof(long);
    private const long SegmentBytes = 64L * 1024 * 1024;
    private const string Extension = ".puts";

    private readonly Lock _lock = new();
    private readonly string _directory;
    private readonly FileStream _position;
    private readonly ReadPages _pages;
    private readonly SortedDictionary<long, string> _segments = [];
    private FileStream? _open;
    private long _settled;
    private long _last;

    private PutLog(string directory)
    {
        _directory = directory;
        Directory.CreateDirectory(directory);
        _position = new FileStream(Path.Combine(directory, "settled"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _pages = new ReadPages(number => Reach(long.Parse(number, CultureInfo.InvariantCulture)));
    }

    /// <summary>Opens the log of a delivery stream.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="left">The puts of an earlier run that were not delivered, oldest first, each with what is to be called when it is.</param>
    public static PutLog Open(string directory, out IReadOnlyList<LoggedPut> left)
    {
        var log = new PutLog(directory);
        left = log.ReadLeft();
        return log;
    }

    /// <summary>Keeps a put; it is in a file when this returns.</summary>
    /// <returns>To be called when it is dealt with.</returns>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public Action Append(DateTimeOffset time, IReadOnlyList<byte[]> records)
    {
        lock (_lock)
        {
            long number = _last + 1;
            if (_open is null || _open.Length >= SegmentBytes)
            {
                Begin(number);
                Prune();
            }

            _open!.Write(Frame(number, time, records));
            _open.Flush();
            _last = number;
            return _pages.Add(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _open?.Dispose();
            _position.Dispose();
        }
    }

    private void Begin(long number)
    {
        _open?.Dispose();
        string file = Path.Combine(_directory, number.ToString("D20", CultureInfo.InvariantCulture) + Extension);
        _open = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _segments[number] = file;
    }

    // Called in order, one at a time. It takes no lock: who appends holds one, and waits for who calls this.
    private void Reach(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Volatile.Write(ref _settled, number);
        try
        {
            RandomAccess.Write(_position.SafeFileHandle, bytes, 0);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or IOException)
        {
            // Everything has stopped, or the disk is full; the next run does it again.
        }
    }

    /// <summary>Deletes the files that hold nothing any more. Under the lock.</summary>
    private void Prune()
    {
        long settled = Volatile.Read(ref _settled);
        while (_segments.Count > 0)
        {
            var (first, file) = _segments.First();
            bool isLast = _segments.Count == 1;
            long end = isLast ? _last : _segments.Keys.ElementAt(1) - 1;
            if (end > settled || (isLast && _open is not null))
            {
                return;
            }

            File.Delete(file);
            _segments.Remove(first);
        }
    }

    private static byte[] Frame(long number, DateTimeOffset time, IReadOnlyList<byte[]> records)
    {
        int length = HeaderBytes + records.Sum(record => sizeof(int) + record.Length);
        byte[] frame = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(sizeof(int)), number);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(sizeof(int) + sizeof(long)), time.ToUnixTimeMilliseconds());
        int at = HeaderBytes;
        foreach (byte[] record in records)
        {
            BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(at), record.Length);
            record.CopyTo(frame, at + sizeof(int));
            at += sizeof(int) + record.Length;
        }

        return frame;
    }

    private List<LoggedPut> ReadLeft()
    {
        Span<byte> position = stackalloc byte[sizeof(long)];
        _settled = RandomAccess.Read(_position.SafeFileHandle, position, 0) == position.Length ? BinaryPrimitives.ReadInt64LittleEndian(position) : 0;
        _last = _settled;
        var left = new List<LoggedPut>();
        foreach (string file in Directory.EnumerateFiles(_directory, "*" + Extension).Order(StringComparer.Ordinal))
        {
            _segments[long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture)] = file;
            left.AddRange(Read(File.ReadAllBytes(file)));
        }

        return left;
    }

    // The last frame of a file may be cut off: its put was not answered.
    private IEnumerable<LoggedPut> Read(byte[] data)
    {
        for (int at = 0; at + HeaderBytes <= data.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at));
            if (length < HeaderBytes || at + length > data.Length)
            {
                yield break;
            }

            long number = BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(at + sizeof(int)));
            if (number > _settled)
            {
                long time = BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(at + sizeof(int) + sizeof(long)));
                yield return new LoggedPut(
                    DateTimeOffset.FromUnixTimeMilliseconds(time),
                    Records(data.AsSpan(at + HeaderBytes, length - HeaderBytes)),
                    _pages.Add(number.ToString(CultureInfo.InvariantCulture)));
            }

            _last = Math.Max(_last, number);
            at += length;
        }
    }

    private static List<byte[]> Records(ReadOnlySpan<byte> frame)
    {
        var records = new List<byte[]>();
        while (frame.Length >= sizeof(int))
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(frame);
            records.Add(frame.Slice(sizeof(int), length).ToArray());
            frame = frame[(sizeof(int) + length)..];
        }

        return records;
    }
}
