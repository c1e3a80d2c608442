using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shardwise.Local.Sqs;

/// <summary>
/// Keeps a queue's messages in a file, a line a change, so that a process that is killed loses none that it has taken. Its queue's lock guards it.
/// </summary>
internal sealed class QueueJournal : IDisposable
{
    // So many lines more than there are messages, and the file is written anew.
    private const int MostStale = 10_000;

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly string _path;
    private FileStream _file;
    private int _lines;

    private QueueJournal(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Opens the journal of a queue.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="left">The messages that an earlier run left.</param>
    /// <param name="last">The highest number that a message ever had.</param>
    public static QueueJournal Open(string path, out IReadOnlyCollection<SqsMessage> left, out long last)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var messages = new SortedDictionary<long, SqsMessage>();
        last = 0;
        foreach (var change in Read(path))
        {
            last = Math.Max(last, change.Number);
            Apply(messages, change);
        }

        left = messages.Values;
        var journal = new QueueJournal(path, Append(path));
        journal.Rewrite(left, last);
        return journal;
    }

    /// <summary>Keeps changes; they are in the file when this returns.</summary>
    /// <exception cref="IOException">The disk does not take them.</exception>
    public void Add(IEnumerable<QueueChange> changes, IReadOnlyCollection<SqsMessage> messages, long last)
    {
        using var lines = new MemoryStream();
        foreach (var change in changes)
        {
            Write(lines, change);
            _lines++;
        }

        _file.Write(lines.GetBuffer(), 0, (int)lines.Length);
        _file.Flush();
        if (_lines > messages.Count + MostStale)
        {
            Rewrite(messages, last);
        }
    }

    /// <summary>Writes the file anew, of what there is.</summary>
    public void Rewrite(IReadOnlyCollection<SqsMessage> messages, long last)
    {
        string next = _path + ".next";
        using (var file = File.Create(next))
        {
            // The numbers go on, of messages that are gone too.
            Write(file, new QueueChange { Number = last, IsGone = true });
            foreach (var message in messages)
            {
                Write(file, new QueueChange { Number = message.Number, Message = message });
            }
        }

        _file.Dispose();
        File.Move(next, _path, overwrite: true);
        _file = Append(_path);
        _lines = messages.Count;
    }

    /// <summary>Forgets all of it, with its queue.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(_path);
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Append(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    private static void Write(Stream file, QueueChange change)
    {
        JsonSerializer.Serialize(file, change, Json);
        file.WriteByte((byte)'\n');
    }

    // The last line of a process that was killed may be the half of one; it was not acknowledged.
    private static IEnumerable<QueueChange> Read(string path)
    {
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            QueueChange? change;
            try
            {
                change = JsonSerializer.Deserialize<QueueChange>(line, Json);
            }
            catch (JsonException)
            {
                yield break;
            }

            if (change is not null)
            {
                yield return change;
            }
        }
    }

    private static void Apply(SortedDictionary<long, SqsMessage> messages, QueueChange change)
    {
        if (change.IsGone)
        {
            messages.Remove(change.Number);
        }
        else if (change.Message is { } message)
        {
            messages[change.Number] = message;
        }
        else if (change.Receipt is { } receipt && messages.TryGetValue(change.Number, out var received))
        {
            receipt.ApplyTo(received);
        }
    }
}
