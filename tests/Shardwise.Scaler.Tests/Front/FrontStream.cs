using System.Text;
using System.Text.Json;
using Amazon.Kinesis.Model;
using Amazon.Lambda.CloudWatchEvents;
using Shardwise.Local;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests.Front;

/// <summary>A stream of the local front, its traffic, and a function that scales it.</summary>
internal sealed class FrontStream
{
    private readonly FrontFixture _front;
    private readonly MemoryStream _output = new();
    private readonly Function _function;
    private readonly Function _other;
    private DateTimeOffset _fed;

    private FrontStream(FrontFixture front, string name, bool impatient, ScalingTarget target)
    {
        (_front, Name, Target) = (front, name, target);
        _function = NewFunction(impatient);
        _other = NewFunction(impatient);
        _fed = Minute(front.Services.Clock.GetUtcNow()).AddMinutes(-30);
    }

    private Function NewFunction(bool impatient) => impatient
        ? new Function(_front.ImpatientKinesis, _front.ImpatientOnce, _front.CloudWatch, _output, new ImmediateTimers())
        : new Function(_front.Kinesis, _front.Once, _front.CloudWatch, _output, new ImmediateTimers());

    public string Name { get; }
    public ScalingTarget Target { get; set; }
    public double Load { get; set; } = 1;
    public int OpenShards => _front.Services.Kinesis.Find(Name)!.OpenShards;
    public IEnumerable<JsonElement> Lines => Encoding.UTF8.GetString(_output.ToArray()).Split('\n')
        .Where(line => line.StartsWith("{\"event\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement);
    public IEnumerable<string> Outcomes => Lines.Select(line => line.GetProperty("outcome").GetString()!);

    /// <param name="front">Where.</param>
    /// <param name="shards">How many at first.</param>
    /// <param name="impatient">Whether the function gives each call half a second only.</param>
    /// <param name="minShards">The fewest shards of its target.</param>
    public static async Task<FrontStream> CreateAsync(FrontFixture front, int shards, bool impatient = false, int minShards = 1)
    {
        var name = "f-" + Guid.NewGuid().ToString("N")[..8];
        await CreateOneOfFewAsync(front, new CreateStreamRequest { StreamName = name, ShardCount = shards });
        return new FrontStream(front, name, impatient, new ScalingTarget { StreamName = name, MinShards = minShards, MaxShards = 64, UpdateShardCountOnly = true });
    }

    /// <summary>A stream on demand, whose warm throughput is scaled.</summary>
    /// <param name="front">Where.</param>
    /// <param name="minMiBps">The least warm throughput of its target.</param>
    public static async Task<FrontStream> CreateOnDemandAsync(FrontFixture front, int minMiBps)
    {
        var name = "w-" + Guid.NewGuid().ToString("N")[..8];
        await CreateOneOfFewAsync(front, new CreateStreamRequest { StreamName = name, StreamModeDetails = new StreamModeDetails { StreamMode = Amazon.Kinesis.StreamMode.ON_DEMAND } });
        return new FrontStream(front, name, impatient: false, new ScalingTarget { StreamName = name, MinShards = minMiBps, MaxShards = 128, WarmThroughput = true });
    }

    // As on AWS, only a few streams may be under way to being created at a time.
    private static async Task CreateOneOfFewAsync(FrontFixture front, CreateStreamRequest request)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await front.Hand.CreateStreamAsync(request);
                return;
            }
            catch (LimitExceededException) when (attempt < 50)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>Lives until the next minute of the front's clock, and lets the function run for it.</summary>
    /// <param name="withMetrics">Whether CloudWatch has the minutes.</param>
    /// <param name="byTwo">Whether two processes run for the same minute at once.</param>
    public async Task MinuteAsync(bool withMetrics = true, bool byTwo = false)
    {
        var clock = _front.Services.Clock;
        var before = clock.GetUtcNow();
        await Task.Delay(Minute(before).AddMinutes(1) - before, clock);
        await AtRestAsync();
        var now = clock.GetUtcNow();
        for (; _fed < Minute(now); _fed = _fed.AddMinutes(1))
        {
            if (withMetrics)
                Feed(_fed);
        }

        await Task.WhenAll(byTwo ? [InvokeAsync(_function, now), InvokeAsync(_other, now)] : [InvokeAsync(_function, now)]);
    }

    private async Task InvokeAsync(Function function, DateTimeOffset now)
    {
        try
        {
            await function.HandleAsync(new CloudWatchEvent<ScalingTarget> { Time = now.UtcDateTime, Detail = Target, DetailType = "Scheduled Event" }, new FakeContext());
        }
        catch (ScalerException)
        {
            // The log line of it is what counts.
        }
    }

    /// <summary>Makes one call go wrong until <see cref="Heal"/>, or for so many times.</summary>
    public void Break(string call, InjectedFault fault, int times = int.MaxValue) =>
        _front.Faults[call == "DescribeLimits" ? "" : Name] = operation => operation == call && Interlocked.Decrement(ref times) >= 0 ? fault : null;

    public void Heal()
    {
        _front.Faults.TryRemove(Name, out _);
        _front.Faults.TryRemove("", out _);
    }

    public async Task<string> TagAsync(string key) =>
        (await _front.Hand.ListTagsForStreamAsync(new ListTagsForStreamRequest { StreamName = Name })).Tags?.Find(tag => tag.Key == key)?.Value ?? "";

    public Task SetTagAsync(string key, string value) =>
        _front.Hand.AddTagsToStreamAsync(new AddTagsToStreamRequest { StreamName = Name, Tags = new Dictionary<string, string> { [key] = value } });

    private async Task AtRestAsync()
    {
        while (_front.Services.Kinesis.Find(Name) is { Status: "UPDATING" })
            await Task.Delay(TimeSpan.FromSeconds(10), _front.Services.Clock);
    }

    private void Feed(DateTimeOffset minute)
    {
        var dimensions = new Dictionary<string, string> { ["StreamName"] = Name };
        _front.Services.Metrics.Add("AWS/Kinesis", "IncomingBytes", dimensions, Sample(Load * ShardCapacity.BytesPerMinute));
        _front.Services.Metrics.Add("AWS/Kinesis", "IncomingRecords", dimensions, Sample(1_000));

        MetricDatapoint Sample(double value) => new(minute, 1, value, value, value);
    }

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
