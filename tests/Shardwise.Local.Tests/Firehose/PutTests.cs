using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Tests.Firehose;

public sealed class PutTests
{
    [Fact]
    public async Task Puts_are_answered_with_an_id_for_each_record()
    {
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3());

        var (status, one) = await run.CallAsync("PutRecord", Put("clicks", "aGVsbG8="));
        var (_, batch) = await run.CallAsync("PutRecordBatch", Batch("clicks", 3));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False((bool)one["Encrypted"]!);
        Assert.Equal(0, (int)batch["FailedPutCount"]!);
        string[] ids = [one["RecordId"]!.ToString(), .. batch["RequestResponses"]!.AsArray().Select(entry => entry!["RecordId"]!.ToString())];
        Assert.Equal(4, ids.Where(id => id.Length > 100).Distinct().Count());
        Assert.Equal("hello" + "xxx", Encoding.UTF8.GetString(Assert.Single(await run.DeliveredAsync()).Value));
    }

    [Fact]
    public async Task A_record_of_1_024_000_bytes_is_taken_and_one_more_byte_is_not()
    {
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3());

        Assert.Equal(HttpStatusCode.OK, (await run.CallAsync("PutRecord", Put("clicks", Convert.ToBase64String(new byte[1_024_000])))).Status);
        await RefusedAsync(run, "PutRecord", Put("clicks", Convert.ToBase64String(new byte[1_024_001])), "ValidationException",
            "1 validation error detected: Value at 'record.data' failed to satisfy constraint: Member must have length less than or equal to 1024000");
    }

    [Fact]
    public async Task Wrong_puts_are_refused_with_the_service_s_words()
    {
        await using var run = await FirehoseRun.StartAsync(new Dictionary<string, string>
        {
            ["clicks"] = FirehoseRun.S3(),
            ["reader"] = FirehoseRun.S3().Replace("{\"Extended", "{\"KinesisStreamSourceConfiguration\":{\"KinesisStreamARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/s\",\"RoleARN\":\"r\"},\"Extended", StringComparison.Ordinal),
        });

        await RefusedAsync(run, "PutRecord", Put("nowhere", ""), "ResourceNotFoundException", "Firehose nowhere under account 000000000000 not found.");
        await RefusedAsync(run, "PutRecord", new JsonObject { ["Record"] = new JsonObject { ["Data"] = "" } }, "ValidationException",
            "1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: Member must not be null");
        await RefusedAsync(run, "PutRecord", new JsonObject { ["DeliveryStreamName"] = "clicks", ["Record"] = new JsonObject() }, "ValidationException",
            "1 validation error detected: Value at 'record.data' failed to satisfy constraint: Member must not be null");
        await RefusedAsync(run, "PutRecordBatch", Batch("clicks", 501), "ValidationException",
            "1 validation error detected: Value at 'records' failed to satisfy constraint: Member must have length less than or equal to 500");
        await RefusedAsync(run, "PutRecordBatch", Batch("clicks", 5, 900_000), "InvalidArgumentException", "Records size exceeds 4 MB limit");
        await RefusedAsync(run, "PutRecord", Put("reader", ""), "InvalidArgumentException", "This operation is not permitted on KinesisStreamAsSource delivery stream type.");
        await RefusedAsync(run, "DeleteDeliveryStream", Put("clicks", ""), "UnknownOperationException",
            "Firehose DeleteDeliveryStream is not served locally: only DescribeDeliveryStream, ListDeliveryStreams, PutRecord, PutRecordBatch are.");
        Assert.Empty(await run.DeliveredAsync());
    }

    [Fact]
    public async Task Delivery_streams_are_described_and_listed_without_their_secrets()
    {
        await using var run = await FirehoseRun.StartAsync(new Dictionary<string, string>
        {
            ["b"] = FirehoseRun.S3("\"BufferingHints\":{\"SizeInMBs\":2,\"IntervalInSeconds\":60}"),
            ["a"] = """
                {"HttpEndpointDestinationConfiguration":{"EndpointConfiguration":{"Url":"http://127.0.0.1:9/","AccessKey":"secret","Name":"sink"},
                 "S3Configuration":{"BucketARN":"arn:aws:s3:::lake","RoleARN":"r"}}}
                """,
        });

        var (_, described) = await run.CallAsync("DescribeDeliveryStream", new JsonObject { ["DeliveryStreamName"] = "b" });
        var stream = described["DeliveryStreamDescription"]!;
        Assert.Equal(("ACTIVE", "DirectPut", "1"), (stream["DeliveryStreamStatus"]!.ToString(), stream["DeliveryStreamType"]!.ToString(), stream["VersionId"]!.ToString()));
        Assert.Equal("arn:aws:firehose:us-east-1:000000000000:deliverystream/b", stream["DeliveryStreamARN"]!.ToString());
        Assert.Equal("""{"BucketARN":"arn:aws:s3:::lake","RoleARN":"arn:aws:iam::000000000000:role/delivery","BufferingHints":{"SizeInMBs":2,"IntervalInSeconds":60}}""",
            stream["Destinations"]![0]!["ExtendedS3DestinationDescription"]!.ToJsonString());
        var (_, http) = await run.CallAsync("DescribeDeliveryStream", new JsonObject { ["DeliveryStreamName"] = "a" });
        Assert.DoesNotContain("secret", http.ToJsonString());
        Assert.Equal("sink", http["DeliveryStreamDescription"]!["Destinations"]![0]!["HttpEndpointDestinationDescription"]!["EndpointConfiguration"]!["Name"]!.ToString());

        var (_, first) = await run.CallAsync("ListDeliveryStreams", new JsonObject { ["Limit"] = 1 });
        Assert.Equal("""{"DeliveryStreamNames":["a"],"HasMoreDeliveryStreams":true}""", first.ToJsonString());
        var (_, second) = await run.CallAsync("ListDeliveryStreams", new JsonObject { ["ExclusiveStartDeliveryStreamName"] = "a" });
        Assert.Equal("""{"DeliveryStreamNames":["b"],"HasMoreDeliveryStreams":false}""", second.ToJsonString());
    }

    [Fact]
    public async Task Other_services_send_to_a_delivery_stream_by_its_ARN()
    {
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3());
        const string Arn = "arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks";

        await run.Services.Targets.SendAsync(Arn, new Targets.TargetMessage("a topic's message"u8.ToArray()), CancellationToken.None);

        Assert.Equal("a topic's message", Encoding.UTF8.GetString(Assert.Single(await run.DeliveredAsync()).Value));
        Assert.False(new Local.Firehose.FirehoseTarget(run.Streams).Takes(Arn + "s"));
    }

    [Fact]
    public async Task Delivery_streams_by_the_AWS_SDK_for_JavaScript()
    {
        await using var run = await FirehoseRun.StartAsync(FirehoseRun.S3());

        Assert.Equal(
            """
            application/x-amz-json-1.1 false true
            0 2 true
            clicks ACTIVE DirectPut arn:aws:s3:::lake 1
            clicks false
            ResourceNotFoundException: Firehose nowhere under account 000000000000 not found.
            InvalidArgumentException: Records size exceeds 4 MB limit
            """,
            await Services.Clients.ClientScript.NodeAsync("firehose.cjs", run.Services.Endpoint));
        Assert.Equal("one\ntwo\nthree\n", Encoding.UTF8.GetString(Assert.Single(await run.DeliveredAsync()).Value));
    }

    [Fact]
    public async Task Puts_that_were_answered_outlive_a_process_that_is_killed()
    {
        using var data = new Runtime.TemporaryDirectory();
        using var copy = new Runtime.TemporaryDirectory();
        await using (var run = await FirehoseRun.StartAsync(FirehoseRun.S3(), directory: data.Path))
        {
            await run.PutAsync("delivered ");
            await run.DeliveredAsync();
            await run.PutAsync("kept ", "too ");
            await run.PutAsync("cut off");
            // What a kill leaves: the files as they are at this moment.
            CopyFolder(Path.Combine(data.Path, "firehose"), Path.Combine(copy.Path, "firehose"));
        }

        string log = Assert.Single(Directory.EnumerateFiles(Path.Combine(copy.Path, "firehose", "clicks"), "*.puts"));
        await File.WriteAllBytesAsync(log, (await File.ReadAllBytesAsync(log))[..^1]);
        await using (var next = await FirehoseRun.StartAsync(FirehoseRun.S3(), directory: copy.Path))
        {
            await next.PutAsync("new");
            Assert.Equal("kept too new", Encoding.UTF8.GetString(Assert.Single(await next.DeliveredAsync()).Value));
        }

        await using var last = await FirehoseRun.StartAsync(FirehoseRun.S3(), directory: copy.Path);
        Assert.Single(await last.DeliveredAsync());
    }

    [Fact]
    public void Files_of_puts_go_when_all_of_them_are_dealt_with()
    {
        using var folder = new Runtime.TemporaryDirectory();
        var settled = new List<Action>();
        byte[][] put = [new byte[30 * 1024 * 1024]];
        using (var log = Local.Firehose.PutLog.Open(folder.Path, out var left))
        {
            Assert.Empty(left);
            settled.AddRange(Enumerable.Range(0, 6).Select(_ => log.Append(DateTimeOffset.UnixEpoch, put)));
            Assert.Equal(2, Directory.EnumerateFiles(folder.Path, "*.puts").Count());
            settled[..4].ForEach(settle => settle());
            log.Append(DateTimeOffset.UnixEpoch, [[]]);
            Assert.Equal([4, 7], Directory.EnumerateFiles(folder.Path, "*.puts").Select(file => int.Parse(Path.GetFileNameWithoutExtension(file))).Order());
        }

        using var next = Local.Firehose.PutLog.Open(folder.Path, out var again);
        Assert.Equal([30 * 1024 * 1024, 30 * 1024 * 1024, 0], again.Select(one => Assert.Single(one.Records).Length));
        Assert.Equal(DateTimeOffset.UnixEpoch, again[0].Time);
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            source.CopyTo(target);
        }

        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private static JsonObject Put(string stream, string data) => new() { ["DeliveryStreamName"] = stream, ["Record"] = new JsonObject { ["Data"] = data } };

    private static JsonObject Batch(string stream, int count, int size = 1) => new()
    {
        ["DeliveryStreamName"] = stream,
        ["Records"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => (JsonNode)new JsonObject { ["Data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', size))) })]),
    };

    private static async Task RefusedAsync(FirehoseRun run, string operation, JsonObject request, string code, string message)
    {
        var (status, body) = await run.CallAsync(operation, request);

        Assert.Equal((HttpStatusCode.BadRequest, code, message), (status, body["__type"]!.ToString(), body["message"]!.ToString()));
    }
}
