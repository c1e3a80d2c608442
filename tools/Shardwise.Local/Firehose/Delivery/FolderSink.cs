using System.Globalization;

namespace Shardwise.Local.Firehose;

/// <summary>Writes what a destination that is not run here would get, a file for each batch.</summary>
internal sealed class FolderSink : IRecordSink
{
    private readonly string _logicalId;
    private readonly FolderTarget _target;
    private readonly FirehoseContext _context;
    private readonly string _directory;
    private readonly TimedBuffer<FirehoseRecord> _buffer;

    public FolderSink(DeliveryStreamDefinition stream, FolderTarget target, FirehoseContext context)
    {
        _logicalId = stream.LogicalId;
        _target = target;
        _context = context;
        _directory = Path.Combine(context.Directory, stream.Name, target.Kind);
        _buffer = new TimedBuffer<FirehoseRecord>(
            target.Buffer, context.Clock, record => record.Data.Length, WriteAsync, exception => context.Fault(stream.LogicalId, exception));
    }

    public (int Count, long Bytes) Gathered => _buffer.Gathered;

    public bool TryAdd(PrefixValues partition, IEnumerable<FirehoseRecord> records, int mostPartitions)
    {
        _buffer.Add(records);
        return true;
    }

    public Task FlushAsync() => _buffer.FlushAsync();

    public ValueTask DisposeAsync() => _buffer.DisposeAsync();

    private async Task WriteAsync(IReadOnlyList<FirehoseRecord> records)
    {
        var now = _context.Clock.GetUtcNow();
        var (body, extension) = _target.Kind == HttpReader.Kind
            ? (HttpRequestBody.Write(Guid.NewGuid().ToString(), now, records), "json")
            : (Lines(records), "ndjson");
        string name = string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd-HH-mm-ss}-{Guid.NewGuid()}.{extension}");
        string file = Path.Combine(_directory, name);
        try
        {
            Directory.CreateDirectory(_directory);
            await File.WriteAllBytesAsync(file, body, _context.Stopping);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _context.Say(_logicalId, $"'{file}' cannot be written, and its {records.Count} records are lost: {exception.Message}");
        }
        catch (OperationCanceledException)
        {
            return;
        }

        foreach (var record in records)
        {
            record.Receipt.Settle();
        }
    }

    // Searching destinations get a bulk request: before each document, what is to be done with it.
    private byte[] Lines(IReadOnlyList<FirehoseRecord> records)
    {
        using var body = new MemoryStream();
        byte[] action = _target.Index is { } index
            ? System.Text.Encoding.UTF8.GetBytes($"{{\"index\":{{\"_index\":{System.Text.Json.JsonSerializer.Serialize(index)}}}}}\n")
            : [];
        foreach (var record in records)
        {
            body.Write(action);
            body.Write(record.Data.Span);
            if (record.Data.IsEmpty || record.Data.Span[^1] != (byte)'\n')
            {
                body.WriteByte((byte)'\n');
            }
        }

        return body.ToArray();
    }
}
