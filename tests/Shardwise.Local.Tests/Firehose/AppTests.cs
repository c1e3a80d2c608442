using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Parquet.Serialization;
using Parquet.Serialization.Attributes;
using Shardwise.Local.Tests.Runtime;
using Shardwise.Local.Tests.Services;

namespace Shardwise.Local.Tests.Firehose;

/// <summary>A CDK app that knows nothing of this project, synthesized and run as it is.</summary>
public sealed class AppTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<FunctionLogLine> _lines = new();
    private EndpointServer _endpoint = null!;
    private LocalPipeline _pipeline = null!;

    public async Task InitializeAsync()
    {
        _endpoint = await EndpointServer.StartAsync((_, id) => (200, "application/json", $"{{\"requestId\":\"{id}\",\"timestamp\":1}}"));
        string assembly = Path.Combine(_directory.Path, "cdk.out");
        await SynthesizeAsync(assembly, BuiltFiles.TestFunctions, _endpoint.Url);
        _pipeline = await LocalPipeline.StartAsync(
            new LocalPipelineOptions
            {
                CloudAssembly = assembly,
                LambdaHost = BuiltFiles.LambdaHost,
                Services = new LocalServicesOptions { DataDirectory = Path.Combine(_directory.Path, "data"), Speed = 60, MetricDelay = TimeSpan.Zero },
            },
            _lines.Enqueue,
            CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_pipeline is not null)
        {
            await _pipeline.DisposeAsync();
        }

        await _endpoint.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Delivery_streams_of_an_app_run_unmodified_with_transform_partitions_Parquet_backup_and_endpoint()
    {
        Assert.Empty(_pipeline.NotRun);
        await PutOrdersAsync(
            """{"id":1,"customer":"ACME","amount":12.5,"items":[{"sku":"a","quantity":2},{"sku":"b","quantity":1}]}""",
            """{"id":2,"customer":"Acme","amount":"0.99"}""",
            """{"id":3,"customer":"Zoo"}""",
            """{"id":4,"customer":"Zoo","result":"Dropped"}""",
            """{"id":5,"customer":"Zoo","result":"ProcessingFailed"}""",
            """{"id":6,"customer":7}""",
            """{"id":"seven","customer":"Zoo"}""");
        using (var kinesis = new AmazonKinesisClient(
            new BasicAWSCredentials("local", "local"), new AmazonKinesisConfig { ServiceURL = _pipeline.Services.Endpoint.ToString(), AuthenticationRegion = "us-east-1" }))
        {
            await kinesis.PutRecordsAsync(new PutRecordsRequest
            {
                StreamName = "clicks",
                Records = [.. Enumerable.Range(0, 50).Select(i => new PutRecordsRequestEntry { PartitionKey = $"{i}", Data = new MemoryStream(Encoding.UTF8.GetBytes($"click {i}")) })],
            });
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _pipeline.DeliverAsync(patience.Token);

        Assert.DoesNotContain(_lines, line => line.Source == FunctionLogSource.Platform && line.Text.Contains("denied", StringComparison.OrdinalIgnoreCase));
        var acme = await RowsAsync("customer=acme");
        Assert.Equal([(1, "ACME", 12.5m, 2), (2, "Acme", 0.99m, 0)], acme.OrderBy(row => row.OrderId).Select(row => (row.OrderId!.Value, row.Customer!, row.Amount!.Value, row.Items?.Count ?? 0)));
        Assert.Equal(3, Assert.Single(await RowsAsync("customer=zoo")).OrderId);
        Assert.Equal(["DynamicPartitioning.MetadataExtractionFailed", "Lambda.ProcessingFailedStatus"], Codes("processing-failed", "errorCode"));
        Assert.Equal(["DataFormatConversion.MalformedData"], Codes("format-conversion-failed", "lastErrorCode"));
        Assert.Equal(7, Unzip(Assert.Single(Files("raw", ".gz"))).Split("\"id\"").Length - 1);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"click {i}").Order(), Clicks().Order());
        var stream = Assert.Single(_pipeline.DeliveryStreams, stream => stream.Name == "orders-to-lake");
        Assert.Equal((0, 0, 0), (stream.BufferedRecords, stream.BufferedBytes, stream.PendingBytes));
        Assert.Equal(5, stream.Delivered.Count);
        using var http = new HttpClient();
        var state = JsonNode.Parse(await http.GetStringAsync(new Uri(_pipeline.Services.Endpoint, "/_shardwise/state")))!["parts"]!["deliveries"]!
            .AsArray().Single(delivery => delivery!["name"]!.ToString() == "orders-to-lake")!;
        Assert.Equal(5, state["delivered"]!.AsArray().Count);
    }

    private async Task PutOrdersAsync(params string[] orders)
    {
        using var http = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Post, _pipeline.Services.Endpoint)
        {
            Content = new StringContent(new JsonObject
            {
                ["DeliveryStreamName"] = "orders-to-lake",
                ["Records"] = new JsonArray([.. orders.Select(order => (JsonNode)new JsonObject { ["Data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(order)) })]),
            }.ToJsonString()),
        };
        message.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        message.Headers.Add("X-Amz-Target", "Firehose_20150804.PutRecordBatch");
        using var response = await http.SendAsync(message);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private IEnumerable<string> Files(string bucket, string part) => Directory
        .EnumerateFiles(Path.Combine(_pipeline.Services.S3Directory, _pipeline.Buckets.Single(entry => entry.Key.StartsWith(bucket, StringComparison.OrdinalIgnoreCase)).Value), "*", SearchOption.AllDirectories)
        .Where(file => file.Contains(part, StringComparison.Ordinal));

    private async Task<IList<Order>> RowsAsync(string partition) =>
        (await ParquetSerializer.DeserializeAsync<Order>(Assert.Single(Files("lake", partition)))).Data;

    private IEnumerable<string> Codes(string type, string member) => Files("lake", $"failed/{type}/")
        .SelectMany(File.ReadAllLines)
        .Select(line => JsonNode.Parse(line)![member]!.ToString())
        .Order();

    private IEnumerable<string> Clicks() => _endpoint.Requests
        .SelectMany(request => request.Body["records"]!.AsArray())
        .Select(record => Encoding.UTF8.GetString(Convert.FromBase64String(record!["data"]!.ToString())));

    private static string Unzip(string file)
    {
        using var gzip = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return gzip.ReadToEnd();
    }

    private static async Task SynthesizeAsync(string assembly, string functionFolder, string url)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Firehose", "firehose-app.cjs"), functionFolder, url])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["NODE_PATH"] = LocalServicesFixture.NodeModules;
        start.Environment["CDK_OUTDIR"] = assembly;
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync();
        string said = await node.StandardError.ReadToEndAsync() + await output;
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, said);
    }

    private sealed class Order
    {
        [JsonPropertyName("order_id")]
        public long? OrderId { get; set; }

        [JsonPropertyName("customer")]
        public string? Customer { get; set; }

        [JsonPropertyName("amount")]
        [ParquetDecimal(10, 2)]
        public decimal? Amount { get; set; }

        [JsonPropertyName("items")]
        public List<Item>? Items { get; set; }
    }

    private sealed class Item
    {
        [JsonPropertyName("sku")]
        public string? Sku { get; set; }

        [JsonPropertyName("quantity")]
        public int? Quantity { get; set; }
    }
}
