using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

/// <summary>Whatever fails, every user record is processed, set aside, or covered by what Lambda is told to deliver again.</summary>
public class DeliveryPropertyTests
{
    private static readonly Arbitrary<Shard> Shards = (
        from records in Gen.ListOf(RecordGen(), 8)
        from batchSizes in Gen.ListOf(Gen.Choose(1, 8), 40)
        from failingFlushes in Gen.SubListOf(Enumerable.Range(0, 6))
        from failingLetters in Gen.SubListOf(Enumerable.Range(0, 6))
        select new Shard([.. records], [.. batchSizes], [.. failingFlushes], [.. failingLetters])).ToArbitrary();

    public enum Fate
    {
        Works,
        WorksAtTheSecondAttempt,
        IsRejected,
        AlwaysFails,
        FindsTheDependencyDown,
        RunsOutOfTime,
    }

    [Fact]
    public void Every_user_record_is_flushed_once_and_in_order_or_set_aside_or_delivered_again() =>
        Prop.ForAll(Shards, shard => DeliverAsync(shard).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Gen<KinesisRecord> RecordGen() =>
        from fates in Gen.NonEmptyListOf(Gen.Frequency(
            (12, Gen.Constant(Fate.Works)), (4, Gen.Elements(Enum.GetValues<Fate>()))))
        from isDamaged in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new KinesisRecord([.. fates], isDamaged && fates.Count > 1);

    private static async Task DeliverAsync(Shard shard)
    {
        var run = new Run(shard);
        var place = 0;
        for (var invocation = 0; place < shard.Records.Count; invocation++)
        {
            Assert.True(invocation < 1000, "The shard does not get on.");
            place = await run.InvokeAsync(invocation, place);
        }

        Assert.Equal(shard.TextsOf(0, shard.Records.Count, set: false), run.Consumer.Flushed);
        Assert.Equal(shard.TextsOf(0, shard.Records.Count, set: true), run.SetAside.Values);
    }

    public sealed record KinesisRecord(Fate[] Fates, bool IsDamaged)
    {
        public byte[] Payload(int place) => IsDamaged ? Events.Damaged(Texts(place)) : Events.Aggregate(Texts(place));

        /// <summary>What is flushed or set aside as one.</summary>
        public string[] Units(int place) => IsDamaged ? new[] { Encoding.UTF8.GetString(Payload(place)) } : Texts(place);

        private string[] Texts(int place) => [.. Fates.Select((fate, sub) => $"{place:D2}.{sub:D2}.{fate}")];
    }

    public sealed record Shard(IReadOnlyList<KinesisRecord> Records, int[] BatchSizes, int[] FailingFlushes, int[] FailingLetters)
    {
        /// <summary>What is to become of the records of these places: flushed, or set aside.</summary>
        public IEnumerable<string> TextsOf(int first, int end, bool set) =>
            from place in Enumerable.Range(first, end - first)
            let record = Records[place]
            from text in record.Units(place)
            where set == (record.IsDamaged || FateOf(text) is Fate.IsRejected or Fate.AlwaysFails)
            select text;
    }

    private static Fate FateOf(string text) => Enum.Parse<Fate>(text[6..]);

    private sealed class Run
    {
        private readonly Shard _shard;
        private readonly ManualTime _time = new();
        private readonly Dictionary<string, int> _firstTried = [];
        private readonly Dictionary<string, int> _tries = [];
        private readonly RecordingDeadLetters _deadLetters = new();
        private int _invocation;

        public Run(Shard shard)
        {
            _shard = shard;
            _deadLetters.OnWrite = _ => ThrowIf(shard.FailingLetters.Contains(_invocation));
            Consumer = new ScriptedConsumer(_deadLetters, ScriptedConsumer.Quick with { TimeProvider = _time })
            {
                OnProcess = Process,
                OnFlush = (_, _) => ThrowIf(shard.FailingFlushes.Contains(_invocation)),
            };
        }

        public ScriptedConsumer Consumer { get; }

        /// <summary>The dead letters as a store with one object a position holds them.</summary>
        public SortedDictionary<string, string> SetAside { get; } = new(StringComparer.Ordinal);

        public async Task<int> InvokeAsync(int invocation, int place)
        {
            _invocation = invocation;
            var size = Math.Min(_shard.BatchSizes[invocation % _shard.BatchSizes.Length], _shard.Records.Count - place);
            var payloads = _shard.Records.Skip(place).Take(size).Select((record, index) => record.Payload(place + index));
            var flushedBefore = Consumer.Flushed.Count;
            Consumer.Tried.Clear();

            var answer = await Consumer.HandleAsync(Events.Of(place, payloads), new FakeLambdaContext());

            var next = answer.BatchItemFailures is [var failure]
                ? Enumerable.Range(place, size).Single(at => Events.Sequence(at) == failure.ItemIdentifier)
                : place + size;
            Assert.Equal(_shard.TextsOf(place, next, set: false), Consumer.Flushed.Skip(flushedBefore));
            Assert.Equal(Consumer.Tried.Order(StringComparer.Ordinal), Consumer.Tried);
            KeepLetters();
            Assert.All(_shard.TextsOf(place, next, set: true), text => Assert.Contains(text, SetAside.Values));
            return next;
        }

        private void KeepLetters()
        {
            foreach (var letter in _deadLetters.Letters)
            {
                SetAside[$"{letter.Position.SequenceNumber}-{letter.SubSequenceNumber:D4}"] = Encoding.UTF8.GetString(letter.Payload.Span);
            }
        }

        private Task Process(string text, CancellationToken cancellationToken)
        {
            var firstTried = _firstTried.GetValueOrDefault(text, _invocation);
            _firstTried[text] = firstTried;
            _tries[text] = _tries.GetValueOrDefault(text) + 1;
            return FateOf(text) switch
            {
                Fate.WorksAtTheSecondAttempt when _tries[text] == 1 => throw new InvalidOperationException("Not yet."),
                Fate.IsRejected => throw new RejectedRecordException("Bad."),
                Fate.AlwaysFails => throw new InvalidOperationException("Broken."),
                Fate.FindsTheDependencyDown when firstTried == _invocation => throw new DependencyUnavailableException("Down."),
                Fate.RunsOutOfTime when firstTried == _invocation => RunOutOfTime(),
                _ => Task.CompletedTask,
            };
        }

        private Task RunOutOfTime()
        {
            _time.Advance(TimeSpan.FromSeconds(50));
            return Task.CompletedTask;
        }

        private static void ThrowIf(bool fails)
        {
            if (fails)
            {
                throw new IOException("Down.");
            }
        }
    }
}
