using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;

namespace Shardwise.Consumers;

/// <summary>Writes a batch to a Firehose delivery stream, one record an item: a line of JSON, its line feed included.</summary>
/// <remarks>
/// At least once: an entry that Firehose refuses is sent again by itself, and a batch that comes again is written again, since a delivery stream
/// replaces nothing. Firehose keeps no order. The role needs <c>firehose:PutRecordBatch</c>.
/// </remarks>
/// <typeparam name="T">What a line holds.</typeparam>
public sealed class FirehoseSink<T> : ISink<T>
{
    // Limits of PutRecordBatch: https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
    private const int RecordsAtOnce = 500;
    private const int BytesAtOnce = 4 * 1024 * 1024;
    private const int BytesOfRecord = 1000 * 1024;

    private const int CallsAtOnce = 4;
    private const int MostAttempts = 6;

    // Doubled for each further attempt; the wait is random between zero and it.
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    private readonly IAmazonKinesisFirehose _firehose;
    private readonly string _deliveryStream;
    private readonly JsonTypeInfo<T> _json;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes the sink.</summary>
    /// <param name="firehose">The client; its own retries and timeouts apply to a whole call.</param>
    /// <param name="deliveryStream">The delivery stream's name; it must take direct puts.</param>
    /// <param name="json">How a line is written: a member of the user's <c>JsonSerializerContext</c>.</param>
    /// <param name="timeProvider">The clock of the waits between attempts; the system's by default.</param>
    public FirehoseSink(IAmazonKinesisFirehose firehose, string deliveryStream, JsonTypeInfo<T> json, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(firehose);
        ArgumentException.ThrowIfNullOrWhiteSpace(deliveryStream);
        ArgumentNullException.ThrowIfNull(json);
        (_firehose, _deliveryStream, _json, _timeProvider) = (firehose, deliveryStream, json, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    /// <exception cref="RejectedRecordException">The line is longer than the 1,024,000 bytes that Firehose takes.</exception>
    public void Check(T value)
    {
        var line = Line(value);
        if (line.Length > BytesOfRecord)
        {
            throw new RejectedRecordException(string.Create(
                CultureInfo.InvariantCulture, $"The line is {line.Length} bytes long; Firehose takes {BytesOfRecord} at most."));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DependencyUnavailableException">Firehose refused an item, or could not be reached.</exception>
    public Task WriteAsync(IReadOnlyList<SinkItem<T>> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(Batches(items), limits, PutAsync);
    }

    private IEnumerable<List<Record>> Batches(IReadOnlyList<SinkItem<T>> items)
    {
        var batch = new List<Record>();
        long bytes = 0;
        foreach (var item in items)
        {
            var line = Line(item.Value);
            if (batch.Count == RecordsAtOnce || (batch.Count > 0 && bytes + line.Length > BytesAtOnce))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(new Record { Data = line });
            bytes += line.Length;
        }

        yield return batch;
    }

    private async ValueTask PutAsync(List<Record> records, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var entries = await SendAsync(records, cancellationToken);
            var refusal = entries.FirstOrDefault(entry => entry.ErrorCode is { Length: > 0 });
            if (refusal is null)
            {
                return;
            }

            records = [.. records.Where((_, place) => entries[place].ErrorCode is { Length: > 0 })];
            if (attempt == MostAttempts)
            {
                throw new DependencyUnavailableException(
                    $"The delivery stream {_deliveryStream} did not take {records.Count} records in {attempt} attempts. "
                    + $"Last error: {refusal.ErrorCode}: {refusal.ErrorMessage}");
            }

            await Task.Delay(FirstWait * Math.Pow(2, attempt - 1) * Random.Shared.NextDouble(), _timeProvider, cancellationToken);
        }
    }

    private async Task<List<PutRecordBatchResponseEntry>> SendAsync(List<Record> records, CancellationToken cancellationToken)
    {
        try
        {
            var request = new PutRecordBatchRequest { DeliveryStreamName = _deliveryStream, Records = records };
            var response = await _firehose.PutRecordBatchAsync(request, cancellationToken);
            return response.RequestResponses is { } entries && entries.Count == records.Count
                ? entries
                : throw new DependencyUnavailableException(
                    $"The delivery stream {_deliveryStream} did not answer for each of {records.Count} records.");
        }
        catch (AmazonServiceException refused)
        {
            throw new DependencyUnavailableException(
                $"The delivery stream {_deliveryStream} refused records: {refused.ErrorCode} (HTTP {(int)refused.StatusCode}).", refused);
        }
        catch (Exception unreached) when (unreached is AmazonClientException or HttpRequestException or IOException)
        {
            throw new DependencyUnavailableException($"Firehose could not be reached to write to the delivery stream {_deliveryStream}.", unreached);
        }
    }

    private MemoryStream Line(T value)
    {
        var line = new MemoryStream();
        JsonSerializer.Serialize(line, value, _json);
        line.WriteByte((byte)'\n');
        line.Position = 0;
        return line;
    }
}
