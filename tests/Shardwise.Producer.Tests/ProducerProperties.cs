using System.Net;
using Amazon.Kinesis;
using FsCheck;
using FsCheck.Fluent;
using Shardwise.Producer.Tests.Fakes;

namespace Shardwise.Producer.Tests;

/// <summary>Whatever a stream does, each record is acknowledged once and where it lies, the bound holds, and so does the order if asked for.</summary>
public sealed class ProducerProperties
{
    private static readonly Arbitrary<Scenario> Scenarios = (
        from seed in Gen.Choose(0, int.MaxValue)
        from shards in Gen.NonEmptyListOf(Gen.Choose(1, 6))
        from records in Gen.Choose(1, 400)
        from aggregateSize in Gen.Elements(64, 200, 1_000, 51_200)
        from aggregates in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        from callSize in Gen.Choose(1, 20)
        from concurrency in Gen.Choose(1, 8)
        from room in Gen.Choose(2_000, 100_000)
        from refused in Gen.Choose(0, 60)
        from failed in Gen.Choose(0, 40)
        from preservesOrder in Gen.Elements(true, false)
        from turns in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, 4)))
        select new Scenario(seed, [.. shards], records, aggregateSize, aggregates, callSize, concurrency, room, refused, failed, preservesOrder && turns == 0, turns)).ToArbitrary();

    [Fact]
    public void Every_record_is_acknowledged_once_and_where_it_lies() =>
        Prop.ForAll(Scenarios, scenario => Task.Run(() => ProduceAsync(scenario)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static async Task ProduceAsync(Scenario scenario)
    {
        using FakeKinesis kinesis = scenario.Stream();
        await using var producer = new KinesisProducer(kinesis, "clicks", scenario.Options);
        Task<ProducedRecord>[] accepted = Load.AddAll(producer, 0, scenario.Records);

        ProducedRecord[] produced = await Task.WhenAll(accepted).WaitAsync(TimeSpan.FromSeconds(30));

        Load.AssertDelivered(kinesis, produced);
        Assert.Equal(produced.Length, produced.Select(record => (record.SequenceNumber, record.SubSequenceNumber)).Distinct().Count());
        ProducerStatistics statistics = producer.Statistics;
        Assert.InRange(statistics.PeakBufferedBytes, 1, scenario.Room);
        Assert.Equal((scenario.Records, 0, 0L), (statistics.UserRecordsAccepted, statistics.UserRecordsFailed, statistics.BufferedBytes));
        if (scenario.PreservesOrder)
        {
            Load.AssertInOrder(kinesis);
        }
    }

    public sealed record Scenario(
        int Seed,
        int[] Shards,
        int Records,
        int AggregateSize,
        bool Aggregates,
        int CallSize,
        int Concurrency,
        int Room,
        int RefusedPercent,
        int FailedPercent,
        bool PreservesOrder,
        int Turns)
    {
        public ProducerOptions Options => Load.Quick with
        {
            AggregationEnabled = Aggregates,
            AggregationMaxSize = AggregateSize,
            CollectionMaxCount = CallSize,
            MaxConcurrentRequests = Concurrency,
            MaxBufferedBytes = Room,
            MaxUserRecordSize = 900,
            PreserveOrder = PreservesOrder,
        };

        /// <summary>A stream that refuses, fails before and after storing, and is resharded now and then.</summary>
        internal FakeKinesis Stream()
        {
            var random = new Random(Seed);
            var kinesis = new FakeKinesis(Shards[0]);
            var reshards = new Queue<int>(Shards.Skip(1));
            kinesis.Gate = async _ => await Task.Yield();
            kinesis.Refuse = _ => random.Next(100) < RefusedPercent ? Load.Throttled : null;
            kinesis.Strategy = Turns > 0 ? RecordDistributionStrategy.USER_PARTITION_KEY : null;
            kinesis.FailSummary = () => Failure(random);
            kinesis.FailCall = call =>
            {
                // To AUTO and back, and so on.
                if (call % 7 == 0 && call / 7 <= Turns)
                {
                    kinesis.Strategy = call / 7 % 2 == 1 ? RecordDistributionStrategy.AUTO : RecordDistributionStrategy.USER_PARTITION_KEY;
                }

                if (call % 5 == 0 && reshards.TryDequeue(out int shards))
                {
                    kinesis.Reshard(shards);
                }

                return Failure(random);
            };
            kinesis.FailAnswer = () => Failure(random);
            kinesis.FailList = _ => Failure(random);
            return kinesis;
        }

        private Exception? Failure(Random random) => random.Next(200) >= FailedPercent ? null : random.Next(3) switch
        {
            0 => new HttpRequestException("reset"),
            1 => Load.Error("InternalFailure", HttpStatusCode.InternalServerError),
            _ => Load.Error("LimitExceededException", HttpStatusCode.BadRequest),
        };
    }
}
