using System.Text;
using Shardwise.LocalKinesis.Operations;
using Shardwise.LocalKinesis.Streams;
using Shardwise.LocalKinesis.Wire;

namespace Shardwise.LocalKinesis.Tests;

/// <summary>What no answer shows: how a put is read and kept.</summary>
public sealed class PutPathTests
{
    [Fact]
    public void A_record_costs_its_place_in_the_segment_and_no_object_of_its_own()
    {
        using var store = new StreamStore(new LocalKinesisOptions { EnforceLimits = false });
        var stream = new KinesisStream(store, new Scope("000000000000", "us-east-1"), "s", store.Now) { Status = StreamStatus.Active };
        stream.OpenShards(4);
        var records = string.Join(",", Enumerable.Range(0, 500).Select(i => $$"""{"Data":"{{Convert.ToBase64String(new byte[100])}}","PartitionKey":"key-{{i}}"}"""));
        var body = Encoding.UTF8.GetBytes($$"""{"StreamName":"s","Records":[{{records}}]}""");
        using var buffer = new ReplyBuffer();
        void Put(int times)
        {
            for (var i = 0; i < times; i++)
            {
                buffer.Clear();
                Assert.True(JsonPuts.TryRead(body, isSingle: false, new Input(), out var batch));
                using (batch)
                {
                    new PutRun(stream, batch!, store.Throughput, store.Now).Run();
                }
            }
        }

        Put(20);
        var (used, allocated) = (store.UsedBytes, GC.GetAllocatedBytesForCurrentThread());
        Put(200);
        var overhead = GC.GetAllocatedBytesForCurrentThread() - allocated - (store.UsedBytes - used);

        // The smallest object there is takes 24 bytes; what is left here are places in segments, and arrays that the pool had let go of.
        Assert.InRange(overhead / (200.0 * 500), 0, 8);
    }

    [Fact]
    public void A_number_written_fast_is_the_number_that_its_parts_make()
    {
        var random = new Random(9);
        for (var i = 0; i < 20_000; i++)
        {
            var number = new SequenceNumber(2, random.NextInt64(1, 4_000_000_000), i % 7 == 0
                ? long.MaxValue : random.NextInt64(), random.NextInt64(1, 4_000_000_000), random.Next());

            Assert.Equal(number, SequenceNumber.Parse(number.ToString()));
        }
    }
}
