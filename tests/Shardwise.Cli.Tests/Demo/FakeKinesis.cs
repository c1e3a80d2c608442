using System.Globalization;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Shardwise.Kpl;

namespace Shardwise.Cli.Tests.Demo;

/// <summary>A stream in memory: shards of equal width.</summary>
internal sealed class FakeKinesis(int shards)
    : AmazonKinesisClient(new BasicAWSCredentials("x", "x"), new AmazonKinesisConfig { ServiceURL = "http://127.0.0.1:1", AuthenticationRegion = "us-east-1" })
{
    private readonly UInt128 width = UInt128.MaxValue / (UInt128)shards;
    private int records;

    /// <summary>What every PutRecords call fails with, if anything.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Kinesis records accepted.</summary>
    public int Records => Volatile.Read(ref records);

    public string ShardOf(string partitionKey) => ShardOf(HashKey.Of(partitionKey));

    public override Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ListShardsResponse { Shards = [.. Enumerable.Range(0, shards).Select(ShardAt)] });

    public override Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default) =>
        Failure is { } exception
            ? Task.FromException<PutRecordsResponse>(exception)
            : Task.FromResult(new PutRecordsResponse { Records = request.Records.ConvertAll(Put) });

    private PutRecordsResultEntry Put(PutRecordsRequestEntry entry)
    {
        var hashKey = HashKey.TryParse(entry.ExplicitHashKey, out var key) ? key : HashKey.Of(entry.PartitionKey);
        var sequenceNumber = Interlocked.Increment(ref records);
        return new PutRecordsResultEntry { ShardId = ShardOf(hashKey), SequenceNumber = sequenceNumber.ToString(CultureInfo.InvariantCulture) };
    }

    private Shard ShardAt(int index) => new()
    {
        ShardId = IdOf(index),
        HashKeyRange = new Amazon.Kinesis.Model.HashKeyRange
        {
            StartingHashKey = HashKey.Format(width * (UInt128)index),
            EndingHashKey = HashKey.Format(index == shards - 1 ? UInt128.MaxValue : (width * (UInt128)(index + 1)) - 1),
        },
        SequenceNumberRange = new SequenceNumberRange { StartingSequenceNumber = "0" },
    };

    private string ShardOf(UInt128 hashKey) => IdOf((int)UInt128.Min(hashKey / width, (UInt128)(shards - 1)));

    private static string IdOf(int index) => $"shardId-{index:000000000000}";
}
