using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shardwise.Cli.Tests.Redrive;

/// <summary>A stream of one shard, a queue with Lambda's failure messages, and a function, as far as a redrive calls them.</summary>
internal sealed class FailedStream : IAsyncDisposable
{
    public const string Arn = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks";

    public const string Shard = "shardId-000000000007";

    // Sequence numbers of one length and of the next: as texts they would not be in order.
    private const int FirstSequence = 95;

    private readonly Dictionary<string, string> _inFlight = [];

    public FailedStream() => Aws = new AwsEndpoint(Answer);

    public AwsEndpoint Aws { get; }

    /// <summary>The shard's records: partition key and data.</summary>
    public List<(string? Key, byte[] Data)> Records { get; } = [];

    /// <summary>How many of them have expired, from the oldest.</summary>
    public int Expired { get; set; }

    public List<string> Queue { get; } = [];

    public List<string> Deleted { get; } = [];

    public List<(string? Key, byte[] Data)> Put { get; } = [];

    /// <summary>What the function answers; gets the sequence numbers of its event.</summary>
    public Func<IReadOnlyList<string>, AwsReply> Function { get; set; } = _ => AwsReply.Ok(new { batchItemFailures = Array.Empty<object>() });

    /// <summary>What a Kinesis call is answered instead; <see langword="null"/> for nothing else.</summary>
    public Func<string, AwsReply?> Fault { get; set; } = _ => null;

    public string QueueUrl => $"{Aws.Address}123456789012/failures";

    public static string Sequence(int place) => (FirstSequence + place).ToString(CultureInfo.InvariantCulture);

    /// <summary>Lambda's message about the records from one place to another.</summary>
    public static string Message(int from, int to, object? payload = null, string shard = Shard, string arn = Arn)
    {
        var message = new Dictionary<string, object>
        {
            ["requestContext"] = new { requestId = "c9b8fa9f", functionArn = "arn:aws:lambda:us-east-1:123456789012:function:orders", condition = "RetryAttemptsExhausted", approximateInvokeCount = 11 },
            ["responseContext"] = new { statusCode = 200, executedVersion = "$LATEST", functionError = "Unhandled" },
            ["version"] = "1.0",
            ["timestamp"] = "2026-11-20T11:05:00.000Z",
            ["KinesisBatchInfo"] = new
            {
                shardId = shard, startSequenceNumber = Sequence(from), endSequenceNumber = Sequence(to), approximateArrivalOfFirstRecord = "2026-11-20T11:00:00Z",
                approximateArrivalOfLastRecord = "2026-11-20T11:00:01Z", batchSize = to - from + 1, streamArn = arn,
            },
        };
        if (payload is not null)
            message["payload"] = payload;
        return JsonSerializer.Serialize(message);
    }

    public static object Event(int from, int to) => new
    {
        Records = Enumerable.Range(from, to - from + 1).Select(place => new
        {
            kinesis = new { kinesisSchemaVersion = "1.0", partitionKey = place == from ? null : $"user-{place}", sequenceNumber = Sequence(place), data = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{place}")), approximateArrivalTimestamp = 1795172700.25 },
            eventSource = "aws:kinesis", eventID = $"{Shard}:{Sequence(place)}", eventSourceARN = Arn, awsRegion = "us-east-1",
        }),
    };

    /// <summary>The sequence numbers of the events that the function was handed.</summary>
    public IEnumerable<IEnumerable<string?>> Events => Aws.Calls.Where(call => call.Operation.StartsWith("/2015", StringComparison.Ordinal)).Select(call => Sequences(call.Body).Select(sequence => (string?)sequence));

    public ValueTask DisposeAsync() => Aws.DisposeAsync();

    private static List<string> Sequences(JsonElement handed) =>
        [.. handed.GetProperty("Records").EnumerateArray().Select(record => record.GetProperty("kinesis").GetProperty("sequenceNumber").GetString()!)];

    private AwsReply Answer(string operation, JsonElement body) => Fault(operation) ?? operation switch
    {
        "ReceiveMessage" => Receive(),
        "DeleteMessage" => Delete(body.GetProperty("ReceiptHandle").GetString()!),
        "ChangeMessageVisibility" => Change(body),
        "SendMessage" => Send(body.GetProperty("MessageBody").GetString()!),
        "GetShardIterator" => Iterator(body),
        "GetRecords" => Read(int.Parse(body.GetProperty("ShardIterator").GetString()!, CultureInfo.InvariantCulture), body.GetProperty("Limit").GetInt32()),
        "DescribeStreamSummary" => AwsReply.Ok(new { StreamDescriptionSummary = new { StreamName = "clicks", StreamModeDetails = new { StreamMode = "ON_DEMAND" }, RecordDistributionStrategy = "AUTO" } }),
        "PutRecords" => PutAll(body),
        _ => Function(Sequences(body)),
    };

    private AwsReply Receive()
    {
        if (Queue.Count == 0)
            return AwsReply.Ok(new { });
        var message = Queue[0];
        Queue.RemoveAt(0);
        var id = IdOf(message);
        _inFlight[id] = message;
        return AwsReply.Ok(new { Messages = new[] { new { MessageId = id, ReceiptHandle = id, Body = message, MD5OfBody = Md5(message), Attributes = new { SentTimestamp = "1" } } } });
    }

    private AwsReply Send(string message)
    {
        Queue.Add(message);
        return AwsReply.Ok(new { MessageId = IdOf(message), MD5OfMessageBody = Md5(message) });
    }

    private static string IdOf(string message) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(message)))[..8];

    // SQS's own checksum, which its client compares.
#pragma warning disable CA5351
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private AwsReply Delete(string handle)
    {
        Deleted.Add(_inFlight[handle]);
        _inFlight.Remove(handle);
        return AwsReply.Ok(new { });
    }

    private AwsReply Change(JsonElement body)
    {
        var handle = body.GetProperty("ReceiptHandle").GetString()!;
        if (body.GetProperty("VisibilityTimeout").GetInt32() == 0 && _inFlight.Remove(handle, out var message))
            Queue.Add(message);
        return AwsReply.Ok(new { });
    }

    private AwsReply Iterator(JsonElement body)
    {
        if (body.GetProperty("ShardId").GetString() != Shard)
            return AwsReply.Error("ResourceNotFoundException", $"Shard {body.GetProperty("ShardId").GetString()} in stream clicks under account 123456789012 does not exist");
        var place = int.Parse(body.GetProperty("StartingSequenceNumber").GetString()!, CultureInfo.InvariantCulture) - FirstSequence;
        return AwsReply.Ok(new { ShardIterator = $"{Math.Max(Expired, place + (body.GetProperty("ShardIteratorType").GetString() == "AFTER_SEQUENCE_NUMBER" ? 1 : 0))}" });
    }

    private AwsReply Read(int from, int limit)
    {
        var places = Enumerable.Range(from, Math.Max(0, Math.Min(limit, Records.Count - from))).ToList();
        return AwsReply.Ok(new
        {
            Records = places.Select(place => new { SequenceNumber = Sequence(place), PartitionKey = Records[place].Key, Data = Convert.ToBase64String(Records[place].Data), ApproximateArrivalTimestamp = 1795172700.25 }),
            NextShardIterator = $"{from + places.Count}",
            MillisBehindLatest = from + places.Count < Records.Count ? 1_000 : 0,
        });
    }

    private AwsReply PutAll(JsonElement body)
    {
        var first = Put.Count;
        Put.AddRange(body.GetProperty("Records").EnumerateArray().Select(record => (record.TryGetProperty("PartitionKey", out var key) ? key.GetString() : null, record.GetProperty("Data").GetBytesFromBase64())));
        return AwsReply.Ok(new { FailedRecordCount = 0, Records = Enumerable.Range(first, Put.Count - first).Select(place => new { ShardId = Shard, SequenceNumber = $"{1_000 + place}" }) });
    }
}
