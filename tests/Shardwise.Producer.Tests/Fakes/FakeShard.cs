using Amazon.Kinesis.Model;
using Shardwise.Kpl;
using KinesisHashKeyRange = Amazon.Kinesis.Model.HashKeyRange;

namespace Shardwise.Producer.Tests.Fakes;

internal sealed class FakeShard(string id, Kpl.HashKeyRange range)
{
    public string Id => id;

    public Kpl.HashKeyRange Range => range;

    public bool IsOpen { get; set; } = true;

    public List<FakeRecord> Records { get; } = [];

    public Shard Description => new()
    {
        ShardId = id,
        HashKeyRange = new KinesisHashKeyRange { StartingHashKey = HashKey.Format(range.Start), EndingHashKey = HashKey.Format(range.End) },
        SequenceNumberRange = new SequenceNumberRange { StartingSequenceNumber = "1", EndingSequenceNumber = IsOpen ? null : "2" },
    };
}
