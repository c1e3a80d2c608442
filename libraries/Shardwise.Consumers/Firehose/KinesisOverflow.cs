using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace Shardwise.Consumers;

/// <summary>
/// Puts records back into the Kinesis stream that Firehose reads, each under its partition key. They come again behind what was written
/// meanwhile: where order within a key matters, choose a smaller buffer in the delivery stream's processor instead.
/// </summary>
public sealed class KinesisOverflow : IFirehoseOverflow
{
    // Limits of PutRecords: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
    private const int RecordsAtOnce = 500;
    private const int BytesAtOnce = 5 * 1024 * 1024;
    private const int MostAttempts = 6;

    private readonly IAmazonKinesis _kinesis;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes the overflow.</summary>
    /// <param name="kinesis">The client; its own retries and timeouts apply.</param>
    /// <param name="timeProvider">The clock of the waits between attempts; the system's by default.</param>
    public KinesisOverflow(IAmazonKinesis kinesis, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(kinesis);
        _kinesis = kinesis;
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    /// <exception cref="DependencyUnavailableException">The delivery stream reads no Kinesis stream, or the stream did not take a record.</exception>
    public async Task PutBackAsync(FirehoseEvent firehoseEvent, IReadOnlyList<FirehoseEventRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(firehoseEvent);
        ArgumentNullException.ThrowIfNull(records);
        var stream = firehoseEvent.SourceKinesisStreamArn ?? throw new DependencyUnavailableException(
            $"{firehoseEvent.DeliveryStreamArn} reads no Kinesis stream, so that a record cannot be put back into one.");
        foreach (var request in Requests(records))
        {
            await PutAsync(stream, request, cancellationToken);
        }
    }

    private static IEnumerable<List<PutRecordsRequestEntry>> Requests(IReadOnlyList<FirehoseEventRecord> records)
    {
        var request = new List<PutRecordsRequestEntry>();
        var bytes = 0;
        foreach (var record in records)
        {
            var key = record.KinesisRecordMetadata?.PartitionKey is { Length: > 0 } given
                ? given
                : record.RecordId[..Math.Min(256, record.RecordId.Length)];
            var size = record.Data.Length + (4 * key.Length);
            if (request.Count == RecordsAtOnce || (request.Count > 0 && bytes + size > BytesAtOnce))
            {
                yield return request;
                (request, bytes) = ([], 0);
            }

            request.Add(new PutRecordsRequestEntry { PartitionKey = key, Data = new MemoryStream(record.Data) });
            bytes += size;
        }

        yield return request;
    }

    private async Task PutAsync(string stream, List<PutRecordsRequestEntry> entries, CancellationToken cancellationToken)
    {
        for (var attempt = 1; entries.Count > 0; attempt++)
        {
            var response = await SendAsync(stream, entries, cancellationToken);
            entries = [.. entries.Where((_, place) => response.Records[place].ErrorCode is { Length: > 0 })];
            if (entries.Count > 0 && attempt == MostAttempts)
            {
                throw new DependencyUnavailableException($"{stream} did not take {entries.Count} records in {attempt} attempts.");
            }

            if (entries.Count > 0)
            {
                var wait = TimeSpan.FromMilliseconds(100 * Math.Pow(2, attempt - 1) * Random.Shared.NextDouble());
                await Task.Delay(wait, _timeProvider, cancellationToken);
            }
        }
    }

    private async Task<PutRecordsResponse> SendAsync(string stream, List<PutRecordsRequestEntry> entries, CancellationToken cancellationToken)
    {
        try
        {
            return await _kinesis.PutRecordsAsync(new PutRecordsRequest { StreamARN = stream, Records = entries }, cancellationToken);
        }
        catch (AmazonServiceException refused)
        {
            throw new DependencyUnavailableException($"{stream} refused records: {refused.ErrorCode} (HTTP {(int)refused.StatusCode}).", refused);
        }
        catch (Exception unreached) when (unreached is AmazonClientException or HttpRequestException or IOException)
        {
            throw new DependencyUnavailableException($"Kinesis could not be reached to put records back into {stream}.", unreached);
        }
    }
}
