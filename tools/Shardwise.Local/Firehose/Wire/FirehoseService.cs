using Shardwise.Local.Routing;
using Shardwise.Local.Rpc;

namespace Shardwise.Local.Firehose;

/// <summary>The operations of Amazon Data Firehose that programs use.</summary>
internal sealed class FirehoseService(IReadOnlyDictionary<string, DeliveryStream> streams, string account, TimeProvider clock)
{
    // Quotas of Amazon Data Firehose: a record, a batch, a page.
    private const int LargestRecord = 1_024_000;
    private const int LargestBatch = 4 * 1024 * 1024;
    private const int MostRecords = 500;
    private const int DefaultPage = 10;
    private const int LargestPage = 10_000;

    public RpcService Service => new()
    {
        Name = "Firehose",
        SigningName = "firehose",
        Target = "Firehose_20150804",
        Operations = new Dictionary<string, RpcOperation>(StringComparer.Ordinal)
        {
            ["PutRecord"] = call => Answer(PutRecord(call.Request)),
            ["PutRecordBatch"] = call => Answer(PutRecordBatch(call.Request)),
            ["DescribeDeliveryStream"] = call => Answer(Describe(call.Request)),
            ["ListDeliveryStreams"] = call => Answer(List(call.Request)),
        },
        Needs = Needs,
    };

    private static Task<Dictionary<string, object?>?> Answer(Dictionary<string, object?> answer) =>
        Task.FromResult<Dictionary<string, object?>?>(answer);

    private IReadOnlyList<NeededPermission>? Needs(RpcCall call)
    {
        string? name = call.Request.OptionalText("DeliveryStreamName");
        string resource = name is not null && streams.TryGetValue(name, out var stream) ? stream.Definition.Arn : "*";
        return [new NeededPermission($"firehose:{call.Call.Operation}", resource)];
    }

    private Dictionary<string, object?> PutRecord(ServiceRequest request)
    {
        long begin = clock.GetTimestamp();
        var record = request.Structure("Record") ?? throw Constraint("record", "Member must not be null");
        byte[] data = Data(record, "record.data");
        var stream = RequirePutsTo(Required(request));
        string id = Accept(stream, [data])[0];
        stream.Metrics.Add("PutRecord.Requests", 1);
        stream.Metrics.Add("PutRecord.Bytes", data.Length);
        stream.Metrics.Add("PutRecord.Latency", clock.GetElapsedTime(begin).TotalMilliseconds);
        return new() { ["Encrypted"] = false, ["RecordId"] = id };
    }

    private Dictionary<string, object?> PutRecordBatch(ServiceRequest request)
    {
        long begin = clock.GetTimestamp();
        var records = request.Structures("Records");
        if (records.Count is 0 or > MostRecords)
        {
            throw Constraint("records", records.Count == 0
                ? "Member must have length greater than or equal to 1"
                : $"Member must have length less than or equal to {MostRecords}");
        }

        byte[][] data = [.. records.Select((record, index) => Data(record, $"records.{index + 1}.member.data"))];
        var stream = RequirePutsTo(Required(request));
        int bytes = data.Sum(record => record.Length);
        if (bytes > LargestBatch)
        {
            throw new AwsError("InvalidArgumentException", "Records size exceeds 4 MB limit");
        }

        string[] ids = Accept(stream, data);
        stream.Metrics.Add("PutRecordBatch.Requests", 1);
        stream.Metrics.Add("PutRecordBatch.Records", data.Length);
        stream.Metrics.Add("PutRecordBatch.Bytes", bytes);
        stream.Metrics.Add("PutRecordBatch.Latency", clock.GetElapsedTime(begin).TotalMilliseconds);
        return new()
        {
            ["Encrypted"] = false,
            ["FailedPutCount"] = 0,
            ["RequestResponses"] = ids.Select(id => (object?)new Dictionary<string, object?> { ["RecordId"] = id }).ToList(),
        };
    }

    private Dictionary<string, object?> Describe(ServiceRequest request) =>
        new() { ["DeliveryStreamDescription"] = DeliveryStreamDescription.Of(Required(request)) };

    private Dictionary<string, object?> List(ServiceRequest request)
    {
        int limit = (int)(request.OptionalNumber("Limit") ?? DefaultPage);
        if (limit is < 1 or > LargestPage)
        {
            throw Constraint("limit", limit < 1
                ? "Member must have value greater than or equal to 1"
                : $"Member must have value less than or equal to {LargestPage}");
        }

        string after = request.OptionalText("ExclusiveStartDeliveryStreamName") ?? "";
        string? type = request.OptionalText("DeliveryStreamType");
        var names = streams.Values.Where(stream => type is null || DeliveryStreamDescription.TypeOf(stream.Definition) == type)
            .Select(stream => stream.Definition.Name)
            .Where(name => string.CompareOrdinal(name, after) > 0)
            .Order(StringComparer.Ordinal)
            .ToList();
        return new() { ["DeliveryStreamNames"] = names.Take(limit).Cast<object?>().ToList(), ["HasMoreDeliveryStreams"] = names.Count > limit };
    }

    private DeliveryStream Required(ServiceRequest request)
    {
        string name = request.OptionalText("DeliveryStreamName") ?? throw Constraint("deliveryStreamName", "Member must not be null");
        return streams.TryGetValue(name, out var stream)
            ? stream
            : throw new AwsError("ResourceNotFoundException", $"Firehose {name} under account {account} not found.");
    }

    /// <summary>Refuses puts to a delivery stream that takes none, or none for now.</summary>
    /// <exception cref="AwsError">It reads a stream, or too much waits.</exception>
    public static DeliveryStream RequirePutsTo(DeliveryStream stream)
    {
        if (stream.Definition.SourceStreamArn is not null)
        {
            throw new AwsError("InvalidArgumentException", "This operation is not permitted on KinesisStreamAsSource delivery stream type.");
        }

        if (stream.IsFull)
        {
            stream.Metrics.Add("ThrottledRecords", 1);
            throw new AwsError("ServiceUnavailableException", "Slow down.", 503);
        }

        return stream;
    }

    private string[] Accept(DeliveryStream stream, byte[][] data)
    {
        var records = stream.Put(data);
        stream.Metrics.Add("IncomingPutRequests", 1);
        return records;
    }

    private static byte[] Data(ServiceRequest record, string path)
    {
        byte[] data = record.Bytes("Data")?.ToArray() ?? throw Constraint(path, "Member must not be null");
        return data.Length <= LargestRecord ? data : throw Constraint(path, $"Member must have length less than or equal to {LargestRecord}");
    }

    private static AwsError Constraint(string path, string constraint) =>
        new("ValidationException", $"1 validation error detected: Value at '{path}' failed to satisfy constraint: {constraint}");
}
