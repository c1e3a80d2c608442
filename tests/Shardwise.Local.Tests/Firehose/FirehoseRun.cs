using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Local.Firehose;
using Shardwise.Local.Functions;
using Shardwise.Local.Tests.Runtime;

namespace Shardwise.Local.Tests.Firehose;

/// <summary>Delivery streams over services of their own, as a pipeline runs them; a function is a method here.</summary>
internal sealed class FirehoseRun : IAsyncDisposable
{
    public const string Bucket = "lake";

    private readonly TemporaryDirectory? _own;
    private readonly HttpClient _http = new();
    private DeliveryStreams _streams = null!;

    private FirehoseRun(TemporaryDirectory? own) => _own = own;

    public LocalServices Services { get; private set; } = null!;

    public IReadOnlyDictionary<string, DeliveryStream> Streams => _streams.All;

    /// <summary>Actions that roles may not do, and the one resource that each is allowed for.</summary>
    public ConcurrentDictionary<string, string> Refused { get; } = new();

    public ConcurrentQueue<string> Said { get; } = new();

    /// <summary>One delivery stream, named <c>clicks</c>, with these properties.</summary>
    public static Task<FirehoseRun> StartAsync(string properties, Func<JsonNode, string>? function = null, double speed = 60, string? directory = null) =>
        StartAsync(new Dictionary<string, string> { ["clicks"] = properties }, function, speed, directory);

    public static async Task<FirehoseRun> StartAsync(
        IReadOnlyDictionary<string, string> properties, Func<JsonNode, string>? function = null, double speed = 60, string? directory = null, GlueTables? tables = null,
        Func<LocalServices, Task>? before = null)
    {
        var own = directory is null ? new TemporaryDirectory() : null;
        var run = new FirehoseRun(own);
        run.Services = await LocalServices.StartAsync(
            new LocalServicesOptions { DataDirectory = directory ?? own!.Path, Speed = speed, MetricDelay = TimeSpan.Zero }, null, CancellationToken.None);
        await (before?.Invoke(run.Services) ?? Task.CompletedTask);
        var definitions = properties.Select(stream => Read(stream.Key, stream.Value, tables)).ToList();
        run._streams = await DeliveryStreams.StartAsync(definitions, run.Services, stopping => run.Context(function, stopping), CancellationToken.None);
        return run;
    }

    public static DeliveryStreamDefinition Read(string name, string properties, GlueTables? tables = null) => DeliveryStreamReader.Read(
        "Delivery", name, $"arn:aws:firehose:us-east-1:000000000000:deliverystream/{name}", (JsonObject)JsonNode.Parse(properties)!,
        tables ?? new GlueTables("000000000000", "us-east-1"));

    /// <summary>An S3 destination with these members beside the bucket.</summary>
    public static string S3(string rest = "") =>
        "{\"ExtendedS3DestinationConfiguration\":{\"BucketARN\":\"arn:aws:s3:::" + Bucket + "\",\"RoleARN\":\"arn:aws:iam::000000000000:role/delivery\""
        + (rest.Length > 0 ? "," : "") + rest + "}}";

    /// <summary>One call, as the service's clients make it.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> CallAsync(string operation, JsonNode request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Services.Endpoint) { Content = new StringContent(request.ToJsonString()) };
        message.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        message.Headers.Add("X-Amz-Target", $"Firehose_20150804.{operation}");
        using var response = await _http.SendAsync(message);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public async Task PutAsync(params string[] records) => await PutAsync("clicks", [.. records.Select(Encoding.UTF8.GetBytes)]);

    public async Task PutAsync(string stream, IEnumerable<byte[]> records)
    {
        foreach (byte[][] some in records.Chunk(500))
        {
            var (status, body) = await CallAsync("PutRecordBatch", new JsonObject
            {
                ["DeliveryStreamName"] = stream,
                ["Records"] = new JsonArray([.. some.Select(record => (JsonNode)new JsonObject { ["Data"] = Convert.ToBase64String(record) })]),
            });
            Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        }
    }

    /// <summary>Everything delivered: key to bytes, in the order of keys.</summary>
    public async Task<SortedDictionary<string, byte[]>> DeliveredAsync(string bucket = Bucket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _streams.FlushAsync(patience.Token);
        return Objects(bucket);
    }

    public SortedDictionary<string, byte[]> Objects(string bucket = Bucket)
    {
        string root = Path.Combine(Services.S3Directory, bucket);
        return new SortedDictionary<string, byte[]>(
            Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(root, file), File.ReadAllBytes), StringComparer.Ordinal);
    }

    /// <summary>The records that failed, a line each.</summary>
    public async Task<List<JsonNode>> FailuresAsync(string type = "processing-failed") => [.. (await DeliveredAsync())
        .Where(item => item.Key.Contains(type, StringComparison.Ordinal))
        .SelectMany(item => Encoding.UTF8.GetString(item.Value).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Select(line => JsonNode.Parse(line)!)];

    /// <summary>Waits until the present minute of metrics is over, and so visible.</summary>
    public Task NextMinuteAsync() => Task.Delay(TimeSpan.FromSeconds(61), Services.Clock);

    public double Metric(string name, Func<MetricDatapoint, double>? statistic = null) => Services.Metrics
        .Query("AWS/Firehose", name, new Dictionary<string, string> { ["DeliveryStreamName"] = "clicks" }, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, TimeSpan.FromDays(1))
        .Sum(statistic ?? (point => point.Sum));

    public async ValueTask DisposeAsync()
    {
        await _streams.DisposeAsync();
        await Services.DisposeAsync();
        _http.Dispose();
        _own?.Dispose();
    }

    private FirehoseContext Context(Func<JsonNode, string>? function, CancellationToken stopping) => new()
    {
        Region = "us-east-1",
        Clock = Services.Clock,
        Metrics = Services.Metrics,
        Objects = new S3ObjectStore(Services.Buckets, _ => { }),
        Invoke = (arn, payload, _) => function is null ? null : Task.Run(() => Invoke(function, payload)),
        Refusal = (role, action, resource) => Refused.TryGetValue(action, out string? allowed) && role is not null && resource != allowed ? $"{role} may not {action} {resource}" : null,
        Say = (label, text) => Said.Enqueue($"{label}: {text}"),
        Directory = Path.Combine(Services.Options.DataDirectory, "firehose"),
        Stopping = stopping,
    };

    private static InvocationResult Invoke(Func<JsonNode, string> function, ReadOnlyMemory<byte> payload)
    {
        try
        {
            return new InvocationResult { Succeeded = true, Payload = Encoding.UTF8.GetBytes(function(JsonNode.Parse(payload.Span)!)) };
        }
        catch (InvalidOperationException exception)
        {
            return InvocationResult.Failed(exception.GetType().Name, exception.Message);
        }
    }
}
