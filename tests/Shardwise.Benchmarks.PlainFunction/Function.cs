using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.S3;
using Amazon.S3.Model;
using Shardwise.Kpl.Tests;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]

namespace Shardwise.Benchmarks.PlainFunction;

/// <summary>A page view.</summary>
public sealed record Click(string Id, DateTimeOffset Timestamp, string UserId, string Page);

/// <summary>What one writes without Shardwise: the standard serializer, Google.Protobuf, reflection, an object a batch. Measured beside the reference ETL.</summary>
public sealed class Function
{
    private static readonly byte[] Magic = [0xF3, 0x89, 0x9A, 0xC2];

    private readonly AmazonS3Client _s3 = new();

    /// <summary>The handler.</summary>
    public async Task<StreamsEventResponse> HandleAsync(KinesisEvent kinesisEvent, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(kinesisEvent);
        using var lines = new MemoryStream();
        using (var gzip = new GZipStream(lines, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var record in kinesisEvent.Records)
            {
                foreach (var data in UserRecords(record.Kinesis.Data.ToArray()))
                {
                    JsonSerializer.Serialize(gzip, JsonSerializer.Deserialize<Click>(data, JsonSerializerOptions.Web), JsonSerializerOptions.Web);
                    gzip.WriteByte((byte)'\n');
                }
            }
        }

        lines.Position = 0;
        await _s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Environment.GetEnvironmentVariable("SHARDWISE_OUTPUT_BUCKET"),
            Key = $"clicks/{kinesisEvent.Records[0].EventId}.ndjson.gz",
            InputStream = lines,
            UseChunkEncoding = false,
        });
        return new StreamsEventResponse { BatchItemFailures = [] };
    }

    private static IEnumerable<byte[]> UserRecords(byte[] payload)
    {
        if (!payload.AsSpan().StartsWith(Magic))
        {
            return [payload];
        }

        return MD5.HashData(payload.AsSpan(4..^16)).AsSpan().SequenceEqual(payload.AsSpan(^16..))
            ? GoogleAggregatedRecord.Parser.ParseFrom(payload.AsSpan(4..^16)).Records.Select(record => record.Data.ToByteArray())
            : throw new InvalidDataException("The checksum does not match.");
    }
}
