using System.Globalization;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Shardwise.Kpl;

namespace Shardwise.Producer.Tests.Fakes;

/// <summary>A stream in memory. A subclass of the client and no interface of ours: the interface of the package grows.</summary>
internal sealed class FakeKinesis : AmazonKinesisClient
{
    private readonly Lock _lock = new();
    private readonly List<FakeShard> _shards = [];
    private readonly List<int> _batchSizes = [];
    private readonly Random _choice = new(4711);
    private long _sequence;

    public FakeKinesis(int shards)
        : base(new BasicAWSCredentials("local", "local"), new AmazonKinesisConfig { ServiceURL = "http://127.0.0.1:1", AuthenticationRegion = "us-east-1" }) =>
        Open(shards);

    /// <summary>What becomes of a call; null lets it through. Gets the number of the call, from 1.</summary>
    public Func<int, Exception?> FailCall { get; set; } = _ => null;

    /// <summary>What becomes of an answer after the records were stored; null sends it.</summary>
    public Func<Exception?> FailAnswer { get; set; } = () => null;

    /// <summary>The error code of one record of a call; null stores it.</summary>
    public Func<PutRecordsRequestEntry, string?> Refuse { get; set; } = _ => null;

    /// <summary>What becomes of a ListShards call; null answers it.</summary>
    public Func<int, Exception?> FailList { get; set; } = _ => null;

    /// <summary>What becomes of a DescribeStreamSummary call; null answers it.</summary>
    public Func<Exception?> FailSummary { get; set; } = () => null;

    /// <summary>What the stream's RecordDistributionStrategy is; null for a provisioned stream.</summary>
    public RecordDistributionStrategy? Strategy { get; set; }

    /// <summary>Awaited in each PutRecords call before it does anything.</summary>
    public Func<CancellationToken, Task> Gate { get; set; } = _ => Task.CompletedTask;

    public int Calls { get; private set; }

    public int ListCalls { get; private set; }

    public int SummaryCalls { get; private set; }

    public IReadOnlyList<int> BatchSizes
    {
        get
        {
            lock (_lock)
            {
                return [.. _batchSizes];
            }
        }
    }

    public IReadOnlyList<FakeShard> Shards
    {
        get
        {
            lock (_lock)
            {
                return [.. _shards];
            }
        }
    }

    public IEnumerable<FakeRecord> Records => Shards.SelectMany(shard => shard.Records);

    /// <summary>Closes all shards, and opens as many new ones.</summary>
    public void Reshard(int shards)
    {
        lock (_lock)
        {
            _shards.ForEach(shard => shard.IsOpen = false);
            Open(shards);
        }
    }

    public override async Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default)
    {
        await Gate(cancellationToken);
        lock (_lock)
        {
            Calls++;
            _batchSizes.Add(request.Records.Count);
            if (FailCall(Calls) is { } failure)
            {
                throw failure;
            }

            List<PutRecordsResultEntry> results = request.Records.ConvertAll(Put);
            if (FailAnswer() is { } lost)
            {
                throw lost;
            }

            return new PutRecordsResponse { Records = results, FailedRecordCount = results.Count(result => result.ErrorCode is not null) };
        }
    }

    public override Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(
        DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            SummaryCalls++;
            return FailSummary() is { } failure ? throw failure : Task.FromResult(new DescribeStreamSummaryResponse
            {
                StreamDescriptionSummary = new StreamDescriptionSummary
                {
                    StreamName = request.StreamName,
                    StreamModeDetails = new StreamModeDetails { StreamMode = Strategy is null ? StreamMode.PROVISIONED : StreamMode.ON_DEMAND },
                    RecordDistributionStrategy = Strategy,
                },
            });
        }
    }

    public override Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            ListCalls++;
            if (FailList(ListCalls) is { } failure)
            {
                throw failure;
            }

            // Two pages, to have paging tried.
            FakeShard[] open = [.. _shards.Where(shard => shard.IsOpen)];
            int half = open.Length / 2;
            bool isFirst = request.NextToken is null;
            IEnumerable<FakeShard> page = half == 0 ? open : isFirst ? open.Take(half) : open.Skip(half);
            return Task.FromResult(new ListShardsResponse
            {
                Shards = [.. page.Select(shard => shard.Description)],
                NextToken = isFirst && half > 0 ? "second" : null,
            });
        }
    }

    private PutRecordsResultEntry Put(PutRecordsRequestEntry entry)
    {
        if (Refuse(entry) is { } code)
        {
            return new PutRecordsResultEntry { ErrorCode = code, ErrorMessage = "no" };
        }

        string sequenceNumber = (++_sequence).ToString("d12", CultureInfo.InvariantCulture);
        FakeShard shard = Strategy == RecordDistributionStrategy.AUTO ? AnyOpen() : Owner(entry);
        shard.Records.Add(new FakeRecord(shard, sequenceNumber, entry.PartitionKey, entry.Data.ToArray()));
        return new PutRecordsResultEntry { ShardId = shard.Id, SequenceNumber = sequenceNumber };
    }

    // Whatever the keys.
    private FakeShard AnyOpen()
    {
        FakeShard[] open = [.. _shards.Where(shard => shard.IsOpen)];
        return open[_choice.Next(open.Length)];
    }

    private FakeShard Owner(PutRecordsRequestEntry entry)
    {
        UInt128 hashKey = HashKey.TryParse(entry.ExplicitHashKey, out UInt128 parsed) ? parsed : HashKey.Of(entry.PartitionKey);
        return _shards.Single(shard => shard.IsOpen && shard.Range.Contains(hashKey));
    }

    private void Open(int shards)
    {
        UInt128 width = UInt128.MaxValue / (UInt128)shards;
        for (int i = 0; i < shards; i++)
        {
            UInt128 start = i == 0 ? 0 : (width * (UInt128)i) + 1;
            UInt128 end = i == shards - 1 ? UInt128.MaxValue : width * (UInt128)(i + 1);
            _shards.Add(new FakeShard($"shardId-{_shards.Count:000000000000}", new Kpl.HashKeyRange(start, end)));
        }
    }
}
