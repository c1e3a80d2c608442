using System.Buffers;
using System.Text.Json;

namespace Shardwise.Local;

/// <summary>PutRecord and PutRecords: what fits goes to the emulator in its order, the rest is refused as AWS refuses it.</summary>
internal sealed class PutHandler(EmulatorClient emulator, StreamDirectory streams, StreamMetrics metrics, LocalServicesOptions options, TimeProvider clock) : IDisposable
{
    private const int MaxRecords = 500;
    // The emulator does one thing at a time: a larger piece would make readers wait, a smaller one costs more calls.
    private const int PieceBytes = 2_800_000;
    private const string ThroughputCode = "ProvisionedThroughputExceededException";

    private readonly SemaphoreSlim _emulatorTurns = new(2);

    public void Dispose() => _emulatorTurns.Dispose();

    public async Task<ReadOnlyMemory<byte>> PutRecordsAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var request = PutRequest.ParseBatch(body.Span);
        var stream = streams.Require(request.StreamName, request.StreamArn);
        CheckBatch(request, stream);
        // Counted in the minute whose capacity it took, however late the emulator answers: no minute shows more than its shards take in.
        var admitted = clock.GetUtcNow();
        var refused = stream.Admit(request.Entries, admitted, out var refusedShard);
        var results = new PutResult[request.Entries.Count];
        for (var i = 0; refused is not null && i < refused.Length; i++)
        {
            results[i] = refused[i] ? new PutResult(ThroughputCode, RateExceeded(stream, refusedShard)) : default;
        }

        for (var from = 0; from < results.Length;)
        {
            from = await ForwardPieceAsync(body, request, stream, results, from, cancellationToken).ConfigureAwait(false);
        }

        Count(stream, request, results, admitted);
        return Reply(results);
    }

    public async Task<ReadOnlyMemory<byte>> PutRecordAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var request = PutRequest.ParseSingle(body.Span);
        var stream = streams.Require(request.StreamName, request.StreamArn);
        CheckSize(request.Entries[0], stream, "data");
        var admitted = clock.GetUtcNow();
        if (stream.Admit(request.Entries, admitted, out var refusedShard) is not null)
        {
            metrics.Add(stream, "PutRecord.Success", 0, admitted);
            metrics.AddThroughput(stream, "WriteProvisionedThroughputExceeded", 1, admitted);
            throw AwsError.Throughput(RateExceeded(stream, refusedShard));
        }

        var reply = await SendAsync("PutRecord", body, stream, cancellationToken).ConfigureAwait(false);
        EmulatorErrors.ThrowIfRefused(reply);
        using var json = JsonDocument.Parse(reply.Body);
        var bytes = request.Entries[0].Bytes;
        stream.Accept(bytes, json.RootElement.GetProperty("ShardId").GetString()!, json.RootElement.GetProperty("SequenceNumber").GetString()!);
        metrics.Add(stream, "PutRecord.Success", 1, admitted);
        metrics.AddThroughput(stream, "PutRecord.Bytes", bytes, admitted);
        metrics.AddThroughput(stream, "IncomingBytes", bytes, admitted);
        metrics.AddThroughput(stream, "IncomingRecords", 1, admitted);
        metrics.AddThroughput(stream, "WriteProvisionedThroughputExceeded", 0, admitted);
        return reply.Body;
    }

    private void CheckBatch(PutRequest request, StreamState stream)
    {
        if (!request.HasRecords)
        {
            throw AwsError.Validation("1 validation error detected: Value null at 'records' failed to satisfy constraint: Member must not be null");
        }

        if (request.Entries.Count is 0 or > MaxRecords)
        {
            var bound = request.Entries.Count == 0 ? "greater than or equal to 1" : $"less than or equal to {MaxRecords}";
            throw AwsError.Validation($"1 validation error detected: Value at 'records' failed to satisfy constraint: Member must have length {bound}");
        }

        long total = 0;
        for (var i = 0; i < request.Entries.Count; i++)
        {
            CheckSize(request.Entries[i], stream, $"records.{i + 1}.member.data");
            total += request.Entries[i].Bytes;
        }

        if (total > options.MaxRequestBytes)
        {
            throw AwsError.InvalidArgument($"Records size exceeds {options.MaxRequestBytes / 1_048_576} MB limit");
        }
    }

    private static void CheckSize(PutEntry entry, StreamState stream, string member)
    {
        if (entry.Bytes > stream.MaxRecordBytes)
        {
            throw AwsError.Validation(
                $"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have length less than or equal to {stream.MaxRecordBytes}");
        }
    }

    private string RateExceeded(StreamState stream, string? shardId) =>
        $"Rate exceeded for shard {shardId ?? "being updated"} in stream {stream.Name} under account {options.AccountId}.";

    // Forwards records from one position on until a piece is full; returns where the next piece begins.
    private async Task<int> ForwardPieceAsync(
        ReadOnlyMemory<byte> body, PutRequest request, StreamState stream, PutResult[] results, int from, CancellationToken cancellationToken)
    {
        var piece = new List<int>();
        var (size, next) = (0, from);
        for (; next < results.Length && (piece.Count == 0 || size + request.Entries[next].Length <= PieceBytes); next++)
        {
            if (results[next].ErrorCode is null)
            {
                piece.Add(next);
                size += request.Entries[next].Length;
            }
        }

        if (piece.Count == 0)
        {
            return next;
        }

        var json = piece.Count == results.Length && request.StreamName is not null ? body : Piece(body, request, stream, piece, size);
        var someAccepted = results.Take(from).Any(result => result.SequenceNumber is not null);
        await SendPieceAsync(json, request, stream, results, piece, mayRefuseAll: !someAccepted, cancellationToken).ConfigureAwait(false);
        return next;
    }

    private async Task SendPieceAsync(
        ReadOnlyMemory<byte> json, PutRequest request, StreamState stream, PutResult[] results, List<int> piece, bool mayRefuseAll, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await SendAsync("PutRecords", json, stream, cancellationToken).ConfigureAwait(false);
            EmulatorErrors.ThrowIfRefused(reply);
            using var document = JsonDocument.Parse(reply.Body);
            var at = 0;
            foreach (var result in document.RootElement.GetProperty("Records").EnumerateArray())
            {
                var index = piece[at++];
                results[index] = PutResult.Read(result);
                if (results[index] is { ErrorCode: null, ShardId: { } shardId, SequenceNumber: { } sequenceNumber })
                {
                    stream.Accept(request.Entries[index].Bytes, shardId, sequenceNumber);
                }
            }
        }
        catch (AwsError error) when (!mayRefuseAll || error.Status >= 500)
        {
            foreach (var index in piece)
            {
                results[index] = new PutResult("InternalFailure", "Internal Service Failure");
            }
        }
    }

    private async Task<EmulatorReply> SendAsync(string operation, ReadOnlyMemory<byte> json, StreamState stream, CancellationToken cancellationToken)
    {
        await _emulatorTurns.WaitAsync(cancellationToken).ConfigureAwait(false);
        var answered = false;
        try
        {
            // Not cancelled with the caller: what was sent may be stored, and must be counted then.
            var reply = await emulator.CallAsync(operation, json, CancellationToken.None).ConfigureAwait(false);
            answered = true;
            return reply;
        }
        finally
        {
            _emulatorTurns.Release();
            if (!answered)
            {
                stream.TouchAll();
            }
        }
    }

    private static ReadOnlyMemory<byte> Piece(ReadOnlyMemory<byte> body, PutRequest request, StreamState stream, List<int> piece, int size)
    {
        var json = new ArrayBufferWriter<byte>(size + piece.Count + 256);
        json.Write("{\"StreamName\":\""u8);
        json.Write(System.Text.Encoding.UTF8.GetBytes(stream.Name));
        json.Write("\",\"Records\":["u8);
        for (var i = 0; i < piece.Count; i++)
        {
            if (i > 0)
            {
                json.Write(","u8);
            }

            json.Write(body.Span.Slice(request.Entries[piece[i]].Start, request.Entries[piece[i]].Length));
        }

        json.Write("]}"u8);
        return json.WrittenMemory;
    }

    private void Count(StreamState stream, PutRequest request, PutResult[] results, DateTimeOffset admitted)
    {
        long accepted = 0, bytes = 0, throttled = 0;
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i].ErrorCode is null)
            {
                accepted++;
                bytes += request.Entries[i].Bytes;
            }
            else if (results[i].ErrorCode == ThroughputCode)
            {
                throttled++;
            }
        }

        if (accepted > 0)
        {
            metrics.AddThroughput(stream, "IncomingBytes", bytes, admitted);
            metrics.AddThroughput(stream, "IncomingRecords", accepted, admitted);
            metrics.AddThroughput(stream, "PutRecords.Bytes", bytes, admitted);
        }

        metrics.Add(stream, "PutRecords.Success", accepted > 0 ? 1 : 0, admitted);
        metrics.AddThroughput(stream, "PutRecords.TotalRecords", results.Length, admitted);
        metrics.AddThroughput(stream, "PutRecords.SuccessfulRecords", accepted, admitted);
        metrics.AddThroughput(stream, "PutRecords.ThrottledRecords", throttled, admitted);
        metrics.AddThroughput(stream, "PutRecords.FailedRecords", results.Length - accepted - throttled, admitted);
        metrics.AddThroughput(stream, "WriteProvisionedThroughputExceeded", throttled, admitted);
    }

    private static ReadOnlyMemory<byte> Reply(PutResult[] results)
    {
        var json = new ArrayBufferWriter<byte>(256 + (results.Length * 160));
        using var writer = new Utf8JsonWriter(json);
        writer.WriteStartObject();
        writer.WriteString("EncryptionType"u8, "NONE"u8);
        writer.WriteNumber("FailedRecordCount"u8, results.Count(result => result.ErrorCode is not null));
        writer.WriteStartArray("Records"u8);
        foreach (var result in results)
        {
            result.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenMemory;
    }
}
