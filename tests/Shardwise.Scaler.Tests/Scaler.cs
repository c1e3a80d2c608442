using System.Text;
using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Shardwise.Scaler.Reporting;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests;

/// <summary>The function with a fake stream behind it, called as Lambda calls it: with the event as JSON.</summary>
internal sealed class Scaler
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 11, 6, 0, TimeSpan.Zero);

    private readonly MemoryStream _output = new();
    private readonly Function _function;

    public Scaler(IScalingPolicy? policy = null)
    {
        Kinesis = new FakeKinesis(Calls);
        CloudWatch = new FakeCloudWatch(Calls);
        _function = new Function(Kinesis, Kinesis, CloudWatch, _output, new ImmediateTimers(), policy);
    }

    public List<string> Calls { get; } = [];
    public FakeKinesis Kinesis { get; }
    public FakeCloudWatch CloudWatch { get; }
    public string[] Lines => Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    public JsonElement Log => JsonDocument.Parse(Lines.Last(line => line.StartsWith("{\"event\"", StringComparison.Ordinal))).RootElement;
    public JsonElement Metrics => JsonDocument.Parse(Lines.Last(line => line.StartsWith("{\"_aws\"", StringComparison.Ordinal))).RootElement;
    /// <summary>The last answer.</summary>
    public ScalerNotices? Told { get; private set; }

    public string? Outcome => Log.GetProperty("outcome").GetString();
    public string? Problem => Log.TryGetProperty("problem", out var problem) ? problem.GetString() : null;

    public async Task RunAsync(
        string detail = """{"streamName":"clicks","minShards":1,"maxShards":100,"setting":"balanced","headroom":0,"updateShardCountOnly":true}""", DateTimeOffset? at = null)
    {
        var json = $$"""
            {"id":"7bf73129","time":"{{at ?? Now:yyyy-MM-ddTHH:mm:ssZ}}","detail-type":"Scheduled Event","source":"aws.events","detail":{{detail}}}
            """;
        var serializer = new SourceGeneratorLambdaJsonSerializer<ScalerJsonContext>();
        var scheduled = serializer.Deserialize<CloudWatchEvent<ScalingTarget>>(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        Told = await _function.HandleAsync(scheduled, new FakeContext());
    }

    /// <summary>Runs the handler of a fleet that has one stream.</summary>
    public async Task RunFleetAsync(string detail, DateTimeOffset? at = null)
    {
        var json = $$"""
            {"id":"7bf73129","time":"{{at ?? Now:yyyy-MM-ddTHH:mm:ssZ}}","detail-type":"Scheduled Event","source":"aws.events","detail":{"streams":[{{detail}}],"groups":1} }
            """;
        var scheduled = new SourceGeneratorLambdaJsonSerializer<ScalerJsonContext>().Deserialize<CloudWatchEvent<ScalerFleet>>(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        Told = await _function.HandleFleetAsync(scheduled, new FakeContext());
    }

    /// <summary>Minutes of a load in full shards, by bytes.</summary>
    public void Traffic(int newestAgo, int count, double shards)
    {
        for (var ago = newestAgo; ago < newestAgo + count; ago++)
        {
            Datapoint("IncomingBytes", ago, shards * ShardCapacity.BytesPerMinute);
            Datapoint("IncomingRecords", ago, 1_000);
        }
    }

    public void Datapoint(string metric, int ago, double value) => CloudWatch.Datapoints[(metric, Now.AddMinutes(-ago))] = value;
}
