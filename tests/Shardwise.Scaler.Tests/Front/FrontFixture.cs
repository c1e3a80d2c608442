using System.Collections.Concurrent;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Kinesis;
using Amazon.Runtime;
using Shardwise.Local;

namespace Shardwise.Scaler.Tests.Front;

/// <summary>The local services, for all tests of the suite: twenty minutes a second, reshards that end at once.</summary>
public sealed class FrontFixture : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("shardwise-faults-").FullName;

    /// <summary>What goes wrong with a call, by stream; the account's own calls ask under "".</summary>
    internal ConcurrentDictionary<string, Func<string, InjectedFault?>> Faults { get; } = new();

    internal LocalServices Services { get; private set; } = null!;

    /// <summary>For what the tests themselves do to streams.</summary>
    internal AmazonKinesisClient Hand { get; private set; } = null!;

    internal AmazonKinesisClient Kinesis { get; private set; } = null!;

    internal AmazonKinesisClient Once { get; private set; } = null!;

    internal AmazonKinesisClient ImpatientKinesis { get; private set; } = null!;

    internal AmazonKinesisClient ImpatientOnce { get; private set; } = null!;

    internal AmazonCloudWatchClient CloudWatch { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Services = await LocalServices.StartAsync(
            new LocalServicesOptions
            {
                DataDirectory = _data,
                Speed = 1_200,
                Start = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero),
                MetricDelay = TimeSpan.Zero,
                // One stream of a test has seven shards, and must still be at it when the second call comes.
                ReshardDuration = (from, _) => from == FrontTests.SlowToReshard ? TimeSpan.FromMinutes(40) : TimeSpan.FromSeconds(1),
                SplitMergeDuration = TimeSpan.FromSeconds(1),
                KinesisFault = call => Faults.TryGetValue(call.StreamName ?? "", out var fault) ? fault(call.Operation) : null,
            },
            null, CancellationToken.None);
        var credentials = new BasicAWSCredentials("local", "local");
        Hand = new AmazonKinesisClient(credentials, Config(retries: 0, Patient));
        Kinesis = new AmazonKinesisClient(credentials, Config(retries: 1, Patient));
        Once = new AmazonKinesisClient(credentials, Config(retries: 0, Patient));
        ImpatientKinesis = new AmazonKinesisClient(credentials, Config(retries: 1, Impatient));
        ImpatientOnce = new AmazonKinesisClient(credentials, Config(retries: 0, Impatient));
        CloudWatch = new FaultyCloudWatch(credentials, this);
    }

    public async Task DisposeAsync()
    {
        Hand.Dispose();
        Kinesis.Dispose();
        Once.Dispose();
        ImpatientKinesis.Dispose();
        ImpatientOnce.Dispose();
        CloudWatch.Dispose();
        await Services.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    // A slow machine is no fault: only where slowness is the test does a call run out of time.
    private static TimeSpan Patient => TimeSpan.FromSeconds(30);

    private static TimeSpan Impatient => TimeSpan.FromSeconds(0.5);

    private AmazonKinesisConfig Config(int retries, TimeSpan timeout) => new()
    {
        ServiceURL = Services.Endpoint.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = retries, RetryMode = RequestRetryMode.Standard, Timeout = timeout,
    };

    /// <summary>The front injects no fault into CloudWatch, so its client does.</summary>
    private sealed class FaultyCloudWatch(AWSCredentials credentials, FrontFixture front) : AmazonCloudWatchClient(
        credentials, new AmazonCloudWatchConfig { ServiceURL = front.Services.Endpoint.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 })
    {
        public override async Task<GetMetricDataResponse> GetMetricDataAsync(GetMetricDataRequest request, CancellationToken cancellationToken = default)
        {
            var stream = request.MetricDataQueries[0].MetricStat.Metric.Dimensions[0].Value;
            var fault = front.Faults.TryGetValue(stream, out var faulty) ? faulty("GetMetricData") : null;
            return fault switch
            {
                { Code: { } code } => throw new AmazonCloudWatchException(code, ErrorType.Unknown, code, "request", (System.Net.HttpStatusCode)fault.StatusCode),
                { } => throw new TaskCanceledException(),
                null => await base.GetMetricDataAsync(request, cancellationToken),
            };
        }
    }
}
