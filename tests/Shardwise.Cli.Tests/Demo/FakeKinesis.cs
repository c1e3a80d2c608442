using System.Globalization;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Shardwise.Kpl;

namespace Shardwise.Cli.Tests.Demo;

/// <summary>A stream in memory: shards of equal width, faults on demand.</summary>
internal sealed class FakeKinesis(int shards)
    : AmazonKinesisClient(new BasicAWSCredentials("x", "x"), new AmazonKinesisConfig { ServiceURL = "http://127.0.0.1:1", AuthenticationRegion = "us-east-1" })
{
    public int Shards { get; set; } = shards;

    public int PutCalls { get; private set; }

    public int ListCalls { get; private set; }

    /// <summary>Asked for each record of each call: an error code refuses it.</summary>
    public Func<int, string?> Refuse { get; set; } = _ => null;

    /// <summary>Asked before each call: an exception is thrown.</summary>
    public Func<int, Exception?> Fail { get; set; } = _ => null;

    /// <summary>What was accepted: shard, partition key and aggregate.</summary>
    public List<(string ShardId, string PartitionKey, byte[] Data)> Accepted { get; } = [];

    private UInt128 Width => UInt128.MaxValue / (UInt128)Shards;

    public override Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default)
    {
        ListCalls++;
        return Task.FromResult(new ListShardsResponse { Shards = [.. Enumerable.Range(0, Shards).Select(ShardAt)] });
    }

    public override Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default)
    {
        PutCalls++;
        return Fail(PutCalls) is { } exception
            ? Task.FromException<PutRecordsResponse>(exception)
            : Task.FromResult(new PutRecordsResponse { Records = request.Records.ConvertAll(Put) });
    }

    private PutRecordsResultEntry Put(PutRecordsRequestEntry entry)
    {
        if (Refuse(PutCalls) is { } code)
        {
            return new PutRecordsResultEntry { ErrorCode = code, ErrorMessage = "refused" };
        }

        var hashKey = HashKey.TryParse(entry.ExplicitHashKey, out var key) ? key : HashKey.Of(entry.PartitionKey);
        var shardId = IdOf((int)UInt128.Min(hashKey / Width, (UInt128)(Shards - 1)));
        Accepted.Add((shardId, entry.PartitionKey, entry.Data.ToArray()));
        return new PutRecordsResultEntry { ShardId = shardId, SequenceNumber = Accepted.Count.ToString(CultureInfo.InvariantCulture) };
    }

    private Shard ShardAt(int index) => new()
    {
        ShardId = IdOf(index),
        HashKeyRange = new Amazon.Kinesis.Model.HashKeyRange
        {
            StartingHashKey = HashKey.Format(Width * (UInt128)index),
            EndingHashKey = HashKey.Format(index == Shards - 1 ? UInt128.MaxValue : (Width * (UInt128)(index + 1)) - 1),
        },
        SequenceNumberRange = new SequenceNumberRange { StartingSequenceNumber = "0" },
    };

    private string IdOf(int index) => $"shardId-{(Shards * 100) + index:000000000000}";
}
