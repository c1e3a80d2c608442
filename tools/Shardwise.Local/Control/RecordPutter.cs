using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shardwise.Local.EventSources;

namespace Shardwise.Local.Control;

/// <summary>Puts a body's lines into a stream, as fast as its shards take them: what is throttled is put again.</summary>
internal sealed class RecordPutter(KinesisClient kinesis)
{
    // The PutRecords API reference; base64 makes four bytes of three.
    private const int MostRecords = 500;
    private const int MostBytes = 4 * 1024 * 1024;
    private const int LargestRecord = 10 * 1024 * 1024;

    public async Task<JsonObject> PutAsync(PutOrder order, Stream body, CancellationToken cancellationToken)
    {
        var batch = new List<(string Key, byte[] Data)>();
        long records = 0, retried = 0, bytes = 0;
        await foreach (var data in RecordsAsync(body, order.IsOneRecord, cancellationToken))
        {
            if (batch.Count == MostRecords || (batch.Count > 0 && bytes + data.Length > MostBytes))
            {
                retried += await PutBatchAsync(order.Stream, batch, cancellationToken);
                batch.Clear();
                bytes = 0;
            }

            batch.Add((Key(order, data, records), data));
            bytes += data.Length;
            records++;
        }

        retried += await PutBatchAsync(order.Stream, batch, cancellationToken);
        return new JsonObject { ["stream"] = order.Stream, ["records"] = records, ["throttled"] = retried };
    }

    private async Task<long> PutBatchAsync(string stream, List<(string Key, byte[] Data)> batch, CancellationToken cancellationToken)
    {
        long retried = 0;
        IReadOnlyList<(string Key, byte[] Data)> left = batch;
        for (int tries = 0; left.Count > 0; tries++)
        {
            if (tries > 0)
            {
                retried += left.Count;
                await Task.Delay(TimeSpan.FromMilliseconds(
                    Math.Min(1000, 50 << Math.Min(tries, 5)) * (0.5 + (Random.Shared.NextDouble() / 2))), cancellationToken);
            }

            try
            {
                var failed = await kinesis.PutRecordsAsync(stream, left, cancellationToken);
                left = [.. failed.Select(index => left[index])];
            }
            catch (KinesisCallException exception)
            {
                throw new ControlException(exception.Message);
            }
        }

        return retried;
    }

    private static string Key(PutOrder order, byte[] data, long number)
    {
        if (order.KeyMember is null)
        {
            return Guid.NewGuid().ToString("N");
        }

        try
        {
            using var json = JsonDocument.Parse(data);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(order.KeyMember, out var member)
                && member.ValueKind is JsonValueKind.String or JsonValueKind.Number && member.ToString() is { Length: > 0 and <= 256 } key)
            {
                return key;
            }
        }
        catch (JsonException)
        {
        }

        throw new ControlException(
            $"line {number + 1} has no member '{order.KeyMember}' with a text or a number of 1 to 256 characters, which is to be its partition key");
    }

    private static async IAsyncEnumerable<byte[]> RecordsAsync(
        Stream body, bool isOne, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(body);
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (!isOne && TryReadLine(ref buffer, out var line))
            {
                if (line.Length > 0)
                {
                    yield return line;
                }
            }

            if (buffer.Length > LargestRecord)
            {
                throw new ControlException($"a record is larger than {LargestRecord} bytes, more than Kinesis takes");
            }

            if (read.IsCompleted)
            {
                if (buffer.Length > 0)
                {
                    yield return buffer.ToArray();
                }

                reader.AdvanceTo(buffer.End);
                yield break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, out byte[] line)
    {
        line = [];
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            return false;
        }

        byte[] whole = buffer.Slice(0, end).ToArray();
        line = whole.Length > 0 && whole[^1] == '\r' ? whole[..^1] : whole;
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }
}
