using System.Collections.Concurrent;
using System.Globalization;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Shardwise.Kpl;
using Shardwise.Local;
using Shardwise.Producer.Tests.Fakes;
using Xunit.Abstractions;
using Record = Amazon.Kinesis.Model.Record;

namespace Shardwise.Producer.Tests;

/// <summary>Against a stream that limits, fails and reshards as AWS does.</summary>
public sealed class LocalFrontTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string StreamName = "clicks";
    private const int Records = 200_000;
    private const int Room = 8 * 1_048_576;

    private readonly string _data = Directory.CreateTempSubdirectory("shardwise-producer-").FullName;
    private readonly Random _random = new(5);
    private LocalServices _services = null!;
    private AmazonKinesisClient _client = null!;
    private int _calls;
    private int _failed;

    public async Task InitializeAsync()
    {
        var options = new LocalServicesOptions
        {
            DataDirectory = _data,
            ShardFraction = 0.08,
            ReshardDuration = (_, _) => TimeSpan.FromSeconds(1),
            KinesisFault = Fault,
        };
        _services = await LocalServices.StartAsync(options, null, CancellationToken.None);
        _client = new AmazonKinesisClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonKinesisConfig { ServiceURL = _services.Endpoint.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        await _client.CreateStreamAsync(new CreateStreamRequest { StreamName = StreamName, ShardCount = 4 });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _services.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Two_hundred_thousand_records_outlast_throttling_failures_and_a_reshard()
    {
        // Small aggregates and calls make for many of both; three times what a shard takes here, for throttling.
        var options = new ProducerOptions { MaxBufferedBytes = Room, AggregationMaxSize = 4_096, CollectionMaxCount = 50, RateLimit = 25 };
        ProducedRecord[] produced;
        ProducerStatistics statistics;
        await using (var producer = new KinesisProducer(_client, StreamName, options))
        {
            produced = await ProduceAsync(producer);
            statistics = producer.Statistics;
        }

        output.WriteLine($"{statistics}; injected failures: {_failed} of {_calls} PutRecords calls");
        Assert.Equal(8, _services.Kinesis.Find(StreamName)!.OpenShards);
        Assert.True(statistics.UserRecordsThrottled > 0);
        Assert.True(_failed > 0);
        Assert.InRange(statistics.PeakBufferedBytes, 1, Room);
        Assert.Equal((Records, 0, 0L), (statistics.UserRecordsAccepted, statistics.UserRecordsFailed, statistics.BufferedBytes));
        await AssertStoredAsync(produced);
    }

    private async Task<ProducedRecord[]> ProduceAsync(KinesisProducer producer)
    {
        var accepted = new Task<ProducedRecord>[Records];
        for (int number = 0; number < Records; number++)
        {
            accepted[number] = await producer.BufferAsync(Load.Key(number), Load.Data(number));
            if (number == Records / 2)
            {
                await _client.UpdateShardCountAsync(
                    new UpdateShardCountRequest { StreamName = StreamName, TargetShardCount = 8, ScalingType = ScalingType.UNIFORM_SCALING });
            }
        }

        return await Task.WhenAll(accepted);
    }

    /// <summary>Each record lies where its acknowledgement says, on the shard that owns it.</summary>
    private async Task AssertStoredAsync(ProducedRecord[] produced)
    {
        List<Shard> shards = (await _client.ListShardsAsync(new ListShardsRequest { StreamName = StreamName })).Shards;
        var stored = new ConcurrentDictionary<(string ShardId, string SequenceNumber, int SubSequenceNumber), int>();
        await Task.WhenAll(shards.Select(shard => ReadAsync(shard, stored)));

        output.WriteLine($"{stored.Count} stored for {Records}");
        for (int number = 0; number < Records; number++)
        {
            ProducedRecord record = produced[number];
            Assert.Equal(number, stored[(record.ShardId, record.SequenceNumber, record.SubSequenceNumber ?? 0)]);
        }
    }

    private async Task ReadAsync(Shard shard, ConcurrentDictionary<(string, string, int), int> stored)
    {
        // As the KCL reads: an aggregate with a record of another shard counts for nothing.
        var asTheKcl = new ReadOptions { HashRangeMode = HashRangeMode.KclCompatible, HashRange = RangeOf(shard) };
        string? iterator = (await _client.GetShardIteratorAsync(new GetShardIteratorRequest
        {
            StreamName = StreamName, ShardId = shard.ShardId, ShardIteratorType = ShardIteratorType.TRIM_HORIZON,
        })).ShardIterator;
        while (iterator is not null)
        {
            GetRecordsResponse page;
            try
            {
                page = await _client.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator });
            }
            catch (ProvisionedThroughputExceededException)
            {
                await NextSecondAsync();
                continue;
            }

            foreach (Record record in page.Records ?? [])
            {
                foreach (UserRecord userRecord in AggregatedRecord.Read(record.Data.ToArray(), asTheKcl))
                {
                    stored[(shard.ShardId, record.SequenceNumber, userRecord.SubSequenceNumber)] =
                        int.Parse(userRecord.Data.Span, CultureInfo.InvariantCulture);
                }
            }

            iterator = page.Records is { Count: > 0 } || page.MillisBehindLatest > 0 ? page.NextShardIterator : null;
        }
    }

    private static Kpl.HashKeyRange RangeOf(Shard shard) => new(
        UInt128.Parse(shard.HashKeyRange.StartingHashKey, CultureInfo.InvariantCulture),
        UInt128.Parse(shard.HashKeyRange.EndingHashKey, CultureInfo.InvariantCulture));

    // A shard's limits are those of a second of the clock.
    private Task NextSecondAsync() =>
        Task.Delay(TimeSpan.FromTicks(TimeSpan.TicksPerSecond - (_services.Clock.GetUtcNow().UtcTicks % TimeSpan.TicksPerSecond)), _services.Clock);

    private InjectedFault? Fault(KinesisCall call)
    {
        if (call.Operation != "PutRecords")
        {
            return null;
        }

        Interlocked.Increment(ref _calls);
        lock (_random)
        {
            if (_random.Next(100) >= 5)
            {
                return null;
            }
        }

        Interlocked.Increment(ref _failed);
        return new InjectedFault { Code = "InternalFailure", StatusCode = 500 };
    }
}
