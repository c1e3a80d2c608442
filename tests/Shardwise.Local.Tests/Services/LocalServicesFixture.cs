using Amazon.CloudWatch;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.S3;
using Record = Amazon.Kinesis.Model.Record;

namespace Shardwise.Local.Tests.Services;

/// <summary>One set of services for all tests of them. A minute a second, shards of a thousandth.</summary>
public sealed class LocalServicesFixture : IAsyncLifetime
{
    public const string Collection = "local services";

    public static string NodeModules { get; } = Path.Combine(Repository(), "node_modules");

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("shardwise-services-").FullName;

    public LocalServices Services { get; private set; } = null!;

    public AmazonKinesisClient Kinesis { get; private set; } = null!;

    public AmazonCloudWatchClient CloudWatch { get; private set; } = null!;

    public AmazonS3Client S3 { get; private set; } = null!;

    /// <summary>Set by a test for a stream of its own; keyed by stream name.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, Func<KinesisCall, InjectedFault?>> Faults { get; } = new();

    public LocalServicesOptions Options => new()
    {
        DataDirectory = DataDirectory,
        Speed = 60,
        Start = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero),
        ShardFraction = 0.001,
        MetricDelay = TimeSpan.Zero,
        // From 2 to 4 it lasts long enough to be watched.
        ReshardDuration = (from, to) => (from, to) == (2, 4) ? TimeSpan.FromMinutes(3) : TimeSpan.FromSeconds(10),
        SplitMergeDuration = TimeSpan.FromMinutes(1),
        KinesisFault = call => call.StreamName is { } name && Faults.TryGetValue(name, out var fault) ? fault(call) : null,
    };

    public async Task InitializeAsync()
    {
        Services = await LocalServices.StartAsync(Options, null, CancellationToken.None);
        var credentials = new BasicAWSCredentials("local", "local");
        var url = Services.Endpoint.ToString();
        Kinesis = new AmazonKinesisClient(credentials, new AmazonKinesisConfig { ServiceURL = url, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        CloudWatch = new AmazonCloudWatchClient(credentials, new AmazonCloudWatchConfig { ServiceURL = url, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        S3 = new AmazonS3Client(credentials, new AmazonS3Config { ServiceURL = url, AuthenticationRegion = "us-east-1", ForcePathStyle = true, MaxErrorRetry = 0 });
    }

    public async Task DisposeAsync()
    {
        Kinesis.Dispose();
        CloudWatch.Dispose();
        S3.Dispose();
        await Services.DisposeAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }

    public async Task<string> CreateStreamAsync(int shards)
    {
        var name = "s-" + Guid.NewGuid().ToString("N")[..8];
        await Kinesis.CreateStreamAsync(new CreateStreamRequest { StreamName = name, ShardCount = shards });
        return name;
    }

    /// <summary>Changes the shard count and waits for the end of it.</summary>
    public async Task<UpdateShardCountResponse> ReshardAsync(string stream, int target)
    {
        var finished = FinishedAsync(stream);
        var reply = await Kinesis.UpdateShardCountAsync(new UpdateShardCountRequest { StreamName = stream, TargetShardCount = target, ScalingType = ScalingType.UNIFORM_SCALING });
        await finished;
        return reply;
    }

    /// <summary>The next finished reshard of a stream.</summary>
    public async Task<Resharded> FinishedAsync(string stream)
    {
        var finished = new TaskCompletionSource<Resharded>(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnResharded(Resharded reshard)
        {
            if (reshard.StreamName == stream)
            {
                finished.TrySetResult(reshard);
            }
        }

        Services.Kinesis.Resharded += OnResharded;
        try
        {
            return await finished.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            Services.Kinesis.Resharded -= OnResharded;
        }
    }

    /// <summary>Every record of a stream, shard by shard in the order of their ids.</summary>
    public async Task<List<(string ShardId, Record Record)>> ReadAllAsync(string stream)
    {
        var records = new List<(string, Record)>();
        foreach (var shard in (await Kinesis.ListShardsAsync(new ListShardsRequest { StreamName = stream })).Shards)
        {
            records.AddRange((await ReadShardAsync(stream, shard.ShardId)).Select(record => (shard.ShardId, record)));
        }

        return records;
    }

    public async Task<List<Record>> ReadShardAsync(string stream, string shardId)
    {
        var records = new List<Record>();
        var iterator = (await Kinesis.GetShardIteratorAsync(
            new GetShardIteratorRequest { StreamName = stream, ShardId = shardId, ShardIteratorType = ShardIteratorType.TRIM_HORIZON })).ShardIterator;
        while (iterator is not null)
        {
            GetRecordsResponse page;
            try
            {
                page = await Kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator });
            }
            catch (ProvisionedThroughputExceededException)
            {
                await NextWindowAsync();
                continue;
            }

            records.AddRange(page.Records ?? []);
            if ((page.Records ?? []).Count == 0 && page.MillisBehindLatest == 0)
            {
                return records;
            }

            iterator = page.NextShardIterator;
        }

        return records;
    }

    /// <summary>Waits on the simulated clock until the next window of a simulated minute has begun.</summary>
    public Task NextWindowAsync()
    {
        var now = Services.Clock.GetUtcNow();
        return Task.Delay(TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (now.UtcTicks % TimeSpan.TicksPerMinute)), Services.Clock);
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Infra.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above the tests holds Infra.sln.");
        }

        return folder;
    }
}
