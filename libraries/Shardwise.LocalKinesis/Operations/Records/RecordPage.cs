using Shardwise.LocalKinesis.Log;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>The records of one read, written to the answer as they are found: up to a count and up to a number of bytes.</summary>
internal ref struct RecordPage
{
    private readonly KinesisStream _stream;
    private readonly Shard _shard;
    private readonly DateTimeOffset _now;

    public RecordPage(KinesisStream stream, Shard shard, DateTimeOffset now) => (_stream, _shard, _now) = (stream, shard, now);

    public int Records { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The first position not read.</summary>
    public long Next { get; private set; }

    /// <summary>Whether nothing more will ever come after <see cref="Next"/>.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>How far the first record not read is behind; zero at the tip.</summary>
    public long MillisecondsBehind { get; private set; }

    /// <summary>How old the last record read is; zero where none was.</summary>
    public TimeSpan Age { get; private set; }

    /// <summary>The sequence number that a reader who stops here goes on after.</summary>
    public string? LastNumber { get; private set; }

    public void Write(ReplyWriter reply, long from, int mostRecords, long mostBytes)
    {
        LogView view;
        bool isClosed;
        lock (_shard.Log.Gate)
        {
            (view, isClosed) = (_shard.Log.View(), !_shard.IsOpen);
        }

        var cursor = view.From(Math.Min(Math.Max(from, view.FirstAtOrAfter(_stream.Horizon(_now).ToUnixTimeMilliseconds())), view.EndPosition));
        Span<byte> number = stackalloc byte[SequenceNumberWriter.Length];
        long last = 0;
        reply.Name("Records"u8);
        reply.StartArray();
        while (!cursor.IsAtEnd && Records < mostRecords)
        {
            var frame = cursor.Current;
            if (Records > 0 && Bytes + frame.DataLength > mostBytes)
            {
                break;
            }

            last = frame.ArrivalMilliseconds;
            _shard.WriteNumber(cursor.Position, last, number);
            WriteRecord(reply, frame, number);
            Records++;
            Bytes += frame.DataLength + frame.KeyLength;
            cursor.MoveNext();
        }

        reply.EndArray();
        Finish(cursor, isClosed, last, number);
    }

    private void Finish(LogCursor cursor, bool isClosed, long last, scoped ReadOnlySpan<byte> number)
    {
        // A position beyond the end is kept: the reader of a number that is yet to come waits for it.
        Next = cursor.Position;
        IsEnd = cursor.IsAtEnd && isClosed;
        var now = _now.ToUnixTimeMilliseconds();
        MillisecondsBehind = cursor.IsAtEnd ? 0 : Math.Max(0, now - cursor.Current.ArrivalMilliseconds);
        if (Records > 0)
        {
            Age = TimeSpan.FromMilliseconds(Math.Max(0, now - last));
            LastNumber = System.Text.Encoding.ASCII.GetString(number);
        }
    }

    private static void WriteRecord(ReplyWriter reply, RecordFrame frame, ReadOnlySpan<byte> number)
    {
        reply.StartObject();
        reply.Name("SequenceNumber"u8);
        reply.Plain(number);
        reply.Name("ApproximateArrivalTimestamp"u8);
        reply.Time(frame.ArrivalMilliseconds);
        reply.Name("Data"u8);
        reply.Blob(frame.Data);
        if (!frame.Flags.HasFlag(RecordFlags.NoKey))
        {
            reply.Name("PartitionKey"u8);
            reply.Text(frame.Key);
        }

        if (frame.Flags.HasFlag(RecordFlags.Encrypted))
        {
            reply.Name("EncryptionType"u8);
            reply.Plain("KMS"u8);
        }

        reply.EndObject();
    }
}
