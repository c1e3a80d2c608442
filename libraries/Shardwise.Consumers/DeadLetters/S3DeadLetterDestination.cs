using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Shardwise.Consumers;

/// <summary>
/// Writes each dead letter as one JSON object to S3, at
/// <c>{prefix}{yyyy/MM/dd/HH of arrival, UTC}/{shardId}/{sequenceNumber}-{subSequenceNumber}.json</c>.
/// A letter that comes again overwrites itself.
/// </summary>
public sealed class S3DeadLetterDestination : IDeadLetterDestination
{
    // Enough to hide S3's latency (some 20 ms a put) without opening more connections than the SDK keeps by default (50).
    private const int PutsAtOnce = 32;

    private readonly IAmazonS3 _s3;
    private readonly string _bucket;
    private readonly string _prefix;

    /// <summary>Makes the destination.</summary>
    /// <param name="s3">The client; its own retries and timeouts apply.</param>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="prefix">What each key begins with; by default <c>dead-letters/</c>.</param>
    public S3DeadLetterDestination(IAmazonS3 s3, string bucket, string prefix = "dead-letters/")
    {
        ArgumentNullException.ThrowIfNull(s3);
        ArgumentException.ThrowIfNullOrWhiteSpace(bucket);
        ArgumentNullException.ThrowIfNull(prefix);
        _s3 = s3;
        _bucket = bucket;
        _prefix = prefix;
    }

    /// <inheritdoc/>
    /// <exception cref="DependencyUnavailableException">S3 refused a letter or could not be reached.</exception>
    public Task WriteAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(letters, limits, PutAsync);
    }

    private async ValueTask PutAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = KeyOf(letter),
            ContentType = "application/json",
            InputStream = new MemoryStream(ToJson(letter)),
            UseChunkEncoding = false,
        };
        try
        {
            await _s3.PutObjectAsync(request, cancellationToken);
        }
        catch (AmazonServiceException refused)
        {
            throw new DependencyUnavailableException(
                $"S3 did not take s3://{_bucket}/{request.Key}: {refused.ErrorCode} (HTTP {(int)refused.StatusCode}).", refused);
        }
        catch (Exception unreached) when (unreached is AmazonClientException or HttpRequestException or IOException)
        {
            throw new DependencyUnavailableException($"S3 could not be reached to write s3://{_bucket}/{request.Key}.", unreached);
        }
    }

    private string KeyOf(DeadLetter letter)
    {
        var position = letter.Position;
        var hour = position.ApproximateArrival.ToString("yyyy/MM/dd/HH", CultureInfo.InvariantCulture);
        return $"{_prefix}{hour}/{position.ShardId}/{position.SequenceNumber}-{letter.SubSequenceNumber}.json";
    }

    private static byte[] ToJson(DeadLetter letter)
    {
        var position = letter.Position;
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("streamArn", position.StreamArn);
            writer.WriteString("shardId", position.ShardId);
            writer.WriteString("sequenceNumber", position.SequenceNumber);
            writer.WriteNumber("subSequenceNumber", letter.SubSequenceNumber);
            writer.WriteString("partitionKey", letter.PartitionKey);
            if (letter.ExplicitHashKey is not null)
            {
                writer.WriteString("explicitHashKey", letter.ExplicitHashKey);
            }

            writer.WriteString(
                "approximateArrival", position.ApproximateArrival.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            writer.WriteNumber("attempts", letter.Attempts);
            writer.WriteString("reason", letter.Reason);
            writer.WriteBase64String("payloadBase64", letter.Payload.Span);
            writer.WriteEndObject();
        }

        return json.ToArray();
    }
}
