using System.Text;
using Shardwise.Consumers.Tests.Fakes;
using Shardwise.Kpl;

namespace Shardwise.Consumers.Tests.Redelivery;

/// <summary>A stream that is split once, Lambda's event-source mapping, a function's process that may be killed, and the dead letters' bucket.</summary>
internal sealed class World
{
    private static readonly string[] Shards = ["shardId-000000000000", "shardId-000000000001", "shardId-000000000002"];
    private static readonly Fate[] Fates = [Fate.WorksLater, Fate.WorksAtTheSecondAttempt, Fate.FindsTheDependencyDown, Fate.IsRejected, Fate.AlwaysFails];

    private readonly Scenario _scenario;
    private readonly Random _random;
    private readonly List<SentRecord> _stream = [];
    private readonly Dictionary<string, string> _bucket = [];
    private readonly List<Processing> _processed = [];
    private readonly List<UserRecordId> _userRecords = [];
    private FunctionProcess _process;
    private int _invocations;
    private int _killsLeft;
    private int _kills;
    private int _failures;

    public World(Scenario scenario)
    {
        _scenario = scenario;
        _random = new Random(scenario.Seed);
        _killsLeft = scenario.Kills;
        _process = new FunctionProcess(this, scenario);
        Produce();
    }

    public IReadOnlyList<Processing> Processed => _processed;

    public IEnumerable<UserRecordId> Good => _userRecords.Where(record => !record.IsPoison);

    public IEnumerable<UserRecordId> SetAside => _userRecords.Where(record => record.IsPoison);

    public IEnumerable<UserRecordId> DeadLetters => _bucket.Values.Select(UserRecordId.Parse);

    public int Invocation => _invocations;

    /// <summary>Parents before children, as Lambda does.</summary>
    public async Task DrainAsync()
    {
        foreach (var shard in Shards)
        {
            var records = _stream.FindAll(record => record.Shard == shard);
            for (var place = 0; place < records.Count;)
            {
                var size = Math.Min(_random.Next(1, 6), records.Count - place);
                await DeliverAsync(records.GetRange(place, size));
                place += size;
            }
        }
    }

    public void Keep(UserRecordId record)
    {
        lock (_processed)
        {
            _processed.Add(new Processing(record, _kills, _failures));
        }
    }

    public void Keep(DeadLetter letter)
    {
        var position = letter.Position;
        _bucket[$"{position.ShardId}/{position.SequenceNumber}-{letter.SubSequenceNumber}"] = Encoding.UTF8.GetString(letter.Payload.Span);
    }

    /// <summary>Until all of a batch is done: again from where the answer says, or cut in two where the mapping bisects.</summary>
    private async Task DeliverAsync(List<SentRecord> batch)
    {
        while (batch.Count > 0)
        {
            Assert.True(++_invocations < 3000, "The shard does not get on.");
            var killAfter = _killsLeft > 0 && _random.Next(3) == 0 ? _random.Next(12) : (int?)null;
            var failedAt = await _process.InvokeAsync(batch, killAfter);
            if (failedAt is null)
            {
                return;
            }

            _failures++;
            if (_process.IsKilled)
            {
                _kills++;
                _killsLeft--;
                _process = new FunctionProcess(this, _scenario);
                if (_scenario.Bisects && batch.Count > 1)
                {
                    await DeliverAsync(batch[..(batch.Count / 2)]);
                    batch = batch[(batch.Count / 2)..];
                }
            }
            else
            {
                batch = batch[batch.FindIndex(record => record.Sequence == failedAt)..];
            }
        }
    }

    private void Produce()
    {
        var number = 0;
        for (var place = 0; place < _scenario.KinesisRecords; place++)
        {
            var isSplit = place > _scenario.KinesisRecords / 2;
            var half = _random.Next(2);
            var builder = new AggregatedRecordBuilder();
            for (var count = _random.Next(1, 12); count > 0; count--)
            {
                // After the split each child has the keys of its half.
                var key = _random.Next(4);
                key = isSplit ? (2 * (key / 2)) + half : key;
                var fate = _random.Next(4) == 0 ? Fates[_random.Next(Fates.Length)] : Fate.Works;
                var record = new UserRecordId($"key-{key}", number++, fate);
                _userRecords.Add(record);
                Assert.True(builder.TryAdd(record.Key, Encoding.UTF8.GetBytes(record.ToString())));
            }

            // A record alone is sent as it is, under its own key.
            var blob = builder.Build();
            _stream.Add(new SentRecord(isSplit ? Shards[1 + half] : Shards[0], Fakes.Events.Sequence(place), blob.PartitionKey, blob.Data));
        }
    }
}
