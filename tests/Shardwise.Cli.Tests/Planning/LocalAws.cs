using System.Collections.Concurrent;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Shardwise.Local;
using Shardwise.Scaling;

namespace Shardwise.Cli.Tests.Planning;

/// <summary>The local front with its CloudWatch endpoint, for all tests of the suite.</summary>
public sealed class LocalAws : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("shardwise-plan-").FullName;
    private LocalServices? _services;

    public string Endpoint => _services!.Endpoint.ToString();

    /// <summary>What a stream's calls are answered with in place of an answer.</summary>
    internal ConcurrentDictionary<string, InjectedFault> Faults { get; } = new();

    /// <summary>Every Kinesis call that was made.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public async Task InitializeAsync() => _services = await LocalServices.StartAsync(
        new LocalServicesOptions
        {
            DataDirectory = _data,
            ReshardDuration = (_, _) => TimeSpan.FromMilliseconds(200),
            KinesisFault = call =>
            {
                Calls.Enqueue(call.Operation);
                return Faults.GetValueOrDefault(call.StreamName ?? "");
            },
        },
        null, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    public AmazonKinesisClient Kinesis() =>
        new(new BasicAWSCredentials("local", "local"), new AmazonKinesisConfig { ServiceURL = Endpoint, AuthenticationRegion = "us-east-1" });

    /// <summary>An empty bucket, and the folder of its objects.</summary>
    public (string Name, string Folder) Bucket()
    {
        var name = "b-" + Guid.NewGuid().ToString("N")[..8];
        _services!.CreateBucket(name);
        return (name, Path.Combine(_services.S3Directory, name));
    }

    /// <summary>A stream on demand, in an account with On-demand Advantage.</summary>
    public async Task<string> WarmStreamAsync(int mibps)
    {
        var name = "w-" + Guid.NewGuid().ToString("N")[..8];
        using var kinesis = Kinesis();
        await kinesis.UpdateAccountSettingsAsync(new UpdateAccountSettingsRequest
        {
            MinimumThroughputBillingCommitment = new MinimumThroughputBillingCommitmentInput { Status = MinimumThroughputBillingCommitmentInputStatus.ENABLED },
        });
        await kinesis.CreateStreamAsync(new CreateStreamRequest { StreamName = name, StreamModeDetails = new StreamModeDetails { StreamMode = StreamMode.ON_DEMAND } });
        while ((await kinesis.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = name })).StreamDescriptionSummary.StreamStatus != StreamStatus.ACTIVE)
            await Task.Delay(20);
        await kinesis.UpdateStreamWarmThroughputAsync(new UpdateStreamWarmThroughputRequest { StreamName = name, WarmThroughputMiBps = mibps });
        while ((await kinesis.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = name })).StreamDescriptionSummary.StreamStatus != StreamStatus.ACTIVE)
            await Task.Delay(20);
        return name;
    }

    public async Task<string> StreamAsync(int shards)
    {
        var name = "p-" + Guid.NewGuid().ToString("N")[..8];
        using var kinesis = Kinesis();
        await kinesis.CreateStreamAsync(new CreateStreamRequest { StreamName = name, ShardCount = shards });
        return name;
    }

    /// <summary>A minute as CloudWatch has it.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="ago">How many minutes ago it began.</param>
    /// <param name="shards">Its load by bytes.</param>
    /// <param name="throttled">Records turned away.</param>
    public void Minute(string stream, int ago, double shards, double throttled = 0)
    {
        Add("IncomingBytes", shards * ShardCapacity.BytesPerMinute);
        Add("IncomingRecords", 1_000);
        if (throttled > 0)
            Add("WriteProvisionedThroughputExceeded", throttled);

        void Add(string metric, double value) => _services!.Metrics.Add(
            "AWS/Kinesis", metric, new Dictionary<string, string> { ["StreamName"] = stream }, new MetricDatapoint(DateTimeOffset.UtcNow.AddMinutes(-ago), 1, value, value, value));
    }
}
