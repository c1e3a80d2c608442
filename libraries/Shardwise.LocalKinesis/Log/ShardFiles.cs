using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Shardwise.LocalKinesis.Log;

/// <summary>A shard's segments as files of one folder, each named by its first position.</summary>
internal sealed class ShardFiles(string folder, LogSync sync) : IDisposable
{
    private Segment? _current;
    private SafeFileHandle? _file;
    private int _written;

    // Segments that begin earlier are on the disk whole.
    private long _from;

    /// <summary>Writes what the segments hold and the files do not; completes when it is on the disk. Its log's lock is held.</summary>
    public Task WriteAsync(IReadOnlyList<Segment> segments)
    {
        var first = segments.Count;
        while (first > 0 && segments[first - 1].FirstPosition >= _from)
        {
            first--;
        }

        for (var i = first; i < segments.Count; i++)
        {
            Write(segments[i]);
        }

        return _file is null ? Task.CompletedTask : sync.RequestAsync(_file);
    }

    public void Delete(Segment segment)
    {
        if (_current == segment)
        {
            _file?.Dispose();
            (_file, _current, _written, _from) = (null, null, 0, segment.EndPosition);
        }

        File.Delete(PathOf(segment.FirstPosition));
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Reads the folder back into a log. What a crash left half-written is cut off the last file, and said.</summary>
    public void Load(ShardLog log, Action<string> say)
    {
        Directory.CreateDirectory(folder);
        var files = Directory.GetFiles(folder, "*.log").Order(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            var first = long.Parse(Path.GetFileNameWithoutExtension(files[i]), CultureInfo.InvariantCulture);
            if (i > 0 && first != log.EndPosition)
            {
                // What follows a gap was never acknowledged: a file begins only after the one before it is on the disk.
                say($"{files[i]} does not follow on record {log.EndPosition - 1}: set aside as {Path.GetFileName(files[i])}.cut");
                File.Move(files[i], files[i] + ".cut", overwrite: true);
                continue;
            }

            LoadFile(files[i], first, log, say);
        }

        _from = log.EndPosition;
    }

    private static void LoadFile(string path, long first, ShardLog log, Action<string> say)
    {
        var bytes = File.ReadAllBytes(path);
        var whole = 0;
        while (RecordFrame.WholeLength(bytes.AsSpan(whole)) is > 0 and var length)
        {
            whole += length;
        }

        // No longer than its records, so that what comes next begins a file of its own.
        var segment = new Segment(first, whole == bytes.Length ? bytes : bytes[..whole]);
        while (segment.Length < whole)
        {
            var frame = segment.FrameAt(segment.Length);
            segment.Commit(frame.Length, frame.ArrivalMilliseconds);
        }

        if (whole < bytes.Length)
        {
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: cut {bytes.Length - whole} bytes off its end, after record {segment.EndPosition - 1}: a record that was not "
                + $"written whole"));
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.SetLength(file, whole);
            RandomAccess.FlushToDisk(file);
        }

        if (segment.Count > 0)
        {
            log.Adopt(segment);
        }
        else
        {
            log.StartAt(first, 0);
            File.Delete(path);
        }
    }

    private void Write(Segment segment)
    {
        if (segment != _current)
        {
            if (_file is not null)
            {
                RandomAccess.FlushToDisk(_file);
                _file.Dispose();
            }

            _file = File.OpenHandle(PathOf(segment.FirstPosition), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            (_current, _written, _from) = (segment, 0, segment.FirstPosition);
        }

        RandomAccess.Write(_file!, segment.Bytes(_written, segment.Length), _written);
        _written = segment.Length;
    }

    private string PathOf(long firstPosition) => Path.Combine(folder, firstPosition.ToString("D20", CultureInfo.InvariantCulture) + ".log");
}
