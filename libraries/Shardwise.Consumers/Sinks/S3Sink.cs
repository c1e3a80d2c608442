using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Shardwise.Consumers;

/// <summary>
/// Writes a batch to S3 as gzip newline-delimited JSON, partitioned by event hour (UTC):
/// <c>{prefix}year=YYYY/month=MM/day=DD/hour=HH/{shardId}-{firstSequenceNumber}-{n}.ndjson.gz</c>.
/// </summary>
/// <remarks>
/// The first sequence number is that of the object's first item, so that a redelivery overwrites what an earlier delivery wrote, also
/// when Lambda has cut the batch in two in between.
/// </remarks>
/// <typeparam name="T">What a line holds.</typeparam>
public sealed class S3Sink<T> : ISink<T>
{
    // A Lambda payload (6 MB) holds about as many small records at most; the bound keeps an object's memory in hand whatever the payload.
    private const int ItemsPerObject = 50_000;
    private const int PutsAtOnce = 8;

    private readonly IAmazonS3 _s3;
    private readonly string _bucket;
    private readonly string _prefix;
    private readonly JsonTypeInfo<T> _json;
    private readonly Func<T, DateTimeOffset> _timeOf;

    /// <summary>Makes the sink.</summary>
    /// <param name="s3">The client; its own retries and timeouts apply.</param>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="prefix">What each key begins with.</param>
    /// <param name="json">How a line is written: a member of the user's <c>JsonSerializerContext</c>.</param>
    /// <param name="timeOf">When an item happened, which is the hour that it is written to.</param>
    public S3Sink(IAmazonS3 s3, string bucket, string prefix, JsonTypeInfo<T> json, Func<T, DateTimeOffset> timeOf)
    {
        ArgumentNullException.ThrowIfNull(s3);
        ArgumentException.ThrowIfNullOrWhiteSpace(bucket);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(timeOf);
        (_s3, _bucket, _prefix, _json, _timeOf) = (s3, bucket, prefix, json, timeOf);
    }

    /// <inheritdoc/>
    /// <exception cref="Exception">Whatever the time or the JSON of an item fails with: the record is at fault then, and not its batch.</exception>
    public void Check(T value)
    {
        _ = _timeOf(value);
        _ = JsonSerializer.SerializeToUtf8Bytes(value, _json);
    }

    /// <inheritdoc/>
    /// <exception cref="DependencyUnavailableException">S3 refused an object or could not be reached.</exception>
    public Task WriteAsync(IReadOnlyList<SinkItem<T>> items, CancellationToken cancellationToken)
    {
        // Nearly every batch is of one hour; the code for more is compiled when there is one.
        return items.Count <= ItemsPerObject && IsOfOneHour(items)
            ? PutAsync(KeyOf(HourOf(items[0]), items[0].Position, 0), items, cancellationToken).AsTask()
            : WriteManyAsync(items, cancellationToken);
    }

    private Task WriteManyAsync(IReadOnlyList<SinkItem<T>> items, CancellationToken cancellationToken)
    {
        var objects =
            from item in items
            group item by HourOf(item) into hour
            from part in hour.Chunk(ItemsPerObject).Select((lines, n) => (Lines: lines, Number: n))
            select (Key: KeyOf(hour.Key, part.Lines[0].Position, part.Number), part.Lines);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(objects, limits, (item, token) => PutAsync(item.Key, item.Lines, token));
    }

    private bool IsOfOneHour(IReadOnlyList<SinkItem<T>> items)
    {
        for (var place = 1; place < items.Count; place++)
        {
            if (HourOf(items[place]) != HourOf(items[0]))
            {
                return false;
            }
        }

        return items.Count > 0;
    }

    private long HourOf(SinkItem<T> item) => _timeOf(item.Value).UtcTicks / TimeSpan.TicksPerHour;

    private string KeyOf(long hour, RecordPosition first, int number) =>
        $"{_prefix}{FolderOf(hour)}/{first.ShardId}-{first.SequenceNumber}-{number}.ndjson.gz";

    private static string FolderOf(long hour)
    {
        var start = new DateTime(hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);
        return string.Create(CultureInfo.InvariantCulture, $"year={start:yyyy}/month={start:MM}/day={start:dd}/hour={start:HH}");
    }

    private async ValueTask PutAsync(string key, IReadOnlyList<SinkItem<T>> lines, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = key,
            ContentType = "application/x-ndjson",
            Headers = { ContentEncoding = "gzip" },
            InputStream = Compress(lines),
            UseChunkEncoding = false,
        };
        try
        {
            await _s3.PutObjectAsync(request, cancellationToken);
        }
        catch (AmazonServiceException refused)
        {
            throw new DependencyUnavailableException(
                $"S3 did not take s3://{_bucket}/{key}: {refused.ErrorCode} (HTTP {(int)refused.StatusCode}).", refused);
        }
        catch (Exception unreached) when (unreached is AmazonClientException or HttpRequestException or IOException)
        {
            throw new DependencyUnavailableException($"S3 could not be reached to write s3://{_bucket}/{key}.", unreached);
        }
    }

    private MemoryStream Compress(IReadOnlyList<SinkItem<T>> lines)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        using (var text = new BufferedStream(gzip, 64 * 1024))
        {
            for (var place = 0; place < lines.Count; place++)
            {
                text.Write(JsonSerializer.SerializeToUtf8Bytes(lines[place].Value, _json));
                text.WriteByte((byte)'\n');
            }
        }

        compressed.Position = 0;
        return compressed;
    }
}
