using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Shardwise.Consumers;

namespace Shardwise.ClickstreamEtl;

/// <summary>
/// Writes a batch's clicks to S3 as gzip newline-delimited JSON, partitioned by event hour (UTC):
/// <c>{prefix}year=YYYY/month=MM/day=DD/hour=HH/{shardId}-{firstSequenceNumber}-{n}.ndjson.gz</c>.
/// </summary>
/// <remarks>
/// The first sequence number is that of the object's first click, so that a redelivery overwrites what an earlier delivery wrote, also
/// when Lambda has cut the batch in two in between.
/// </remarks>
public sealed class ClickObjects(IAmazonS3 s3, string bucket, string prefix)
{
    // A Lambda payload (6 MB) holds about as many clicks at most; the bound keeps an object's memory in hand whatever the payload.
    private const int ClicksPerObject = 50_000;
    private const int PutsAtOnce = 8;

    /// <summary>Writes these clicks, and returns only when all of them are safe.</summary>
    /// <exception cref="DependencyUnavailableException">S3 refused an object or could not be reached.</exception>
    public Task WriteAsync(IEnumerable<(Click Click, RecordPosition Position)> clicks, CancellationToken cancellationToken)
    {
        var objects =
            from click in clicks
            group click by click.Click.Timestamp.UtcTicks / TimeSpan.TicksPerHour into hour
            from part in hour.Chunk(ClicksPerObject).Select((lines, n) => (Lines: lines, Number: n))
            let first = part.Lines[0].Position
            select (Key: $"{prefix}{FolderOf(hour.Key)}/{first.ShardId}-{first.SequenceNumber}-{part.Number}.ndjson.gz", part.Lines);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(objects, limits, (item, token) => PutAsync(item.Key, item.Lines.Select(line => line.Click), token));
    }

    private static string FolderOf(long hour)
    {
        var start = new DateTime(hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);
        return string.Create(CultureInfo.InvariantCulture, $"year={start:yyyy}/month={start:MM}/day={start:dd}/hour={start:HH}");
    }

    private async ValueTask PutAsync(string key, IEnumerable<Click> clicks, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            ContentType = "application/x-ndjson",
            Headers = { ContentEncoding = "gzip" },
            InputStream = Compress(clicks),
            UseChunkEncoding = false,
        };
        try
        {
            await s3.PutObjectAsync(request, cancellationToken);
        }
        catch (AmazonServiceException refused)
        {
            throw new DependencyUnavailableException(
                $"S3 did not take s3://{bucket}/{key}: {refused.ErrorCode} (HTTP {(int)refused.StatusCode}).", refused);
        }
        catch (Exception unreached) when (unreached is AmazonClientException or HttpRequestException or IOException)
        {
            throw new DependencyUnavailableException($"S3 could not be reached to write s3://{bucket}/{key}.", unreached);
        }
    }

    private static MemoryStream Compress(IEnumerable<Click> clicks)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        using (var lines = new BufferedStream(gzip, 64 * 1024))
        {
            foreach (var click in clicks)
            {
                lines.Write(JsonSerializer.SerializeToUtf8Bytes(click, ClickJson.Default.Click));
                lines.WriteByte((byte)'\n');
            }
        }

        compressed.Position = 0;
        return compressed;
    }
}
