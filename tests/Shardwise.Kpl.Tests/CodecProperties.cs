using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Xunit.Abstractions;

namespace Shardwise.Kpl.Tests;

[Trait("Category", "Slow")]
public sealed class CodecProperties(ITestOutputHelper output)
{
    [Fact]
    public void Whatever_is_written_is_read_back() =>
        Check.QuickThrowOnFailure(Prop.ForAll(RandomRecords.Arbitrary, samples =>
        {
            var builder = new AggregatedRecordBuilder();
            Assert.All(samples, s => Assert.True(builder.TryAdd(s.PartitionKey, s.Data, s.ExplicitHashKey)));
            int size = builder.SizeInBytes;

            AggregatedBlob blob = builder.Build();
            Assert.Equal(samples.Length, blob.UserRecordCount);
            Assert.Equal(size, blob.Data.Length + System.Text.Encoding.UTF8.GetByteCount(blob.PartitionKey));
            if (samples.Length > 1)
            {
                Assert.Equal(samples.Select(s => s.Comparable), ReadByOurs(blob.Data));
            }
        }));

    [Fact]
    public void What_is_written_is_what_google_protobuf_writes_for_the_same_message() =>
        Check.QuickThrowOnFailure(Prop.ForAll(RandomRecords.Arbitrary, samples =>
        {
            var builder = new AggregatedRecordBuilder();
            var message = new GoogleAggregatedRecord();
            foreach (RandomRecords.Sample sample in samples.Append(samples[0]))
            {
                builder.TryAdd(sample.PartitionKey, sample.Data, sample.ExplicitHashKey);
                var record = new GoogleRecord
                {
                    PartitionKeyIndex = IndexOf(message.PartitionKeyTable, sample.PartitionKey),
                    Data = ByteString.CopyFrom(sample.Data),
                };
                if (sample.ExplicitHashKey is { } explicitHashKey)
                {
                    record.ExplicitHashKeyIndex = IndexOf(message.ExplicitHashKeyTable, explicitHashKey);
                }

                message.Records.Add(record);
            }

            Assert.Equal(WireBuilder.Frame(message.ToByteArray()), builder.Build().Data);
        }));

    [Fact]
    public void Well_formed_payloads_are_read_as_google_protobuf_and_a_checksum_read_them() =>
        Check.QuickThrowOnFailure(Prop.ForAll(RandomRecords.Arbitrary, ArbMap.Default.ArbFor<int>(), (samples, seed) =>
        {
            byte[] bytes = RandomRecords.WriteInSomeWay(samples, seed);

            Assert.Equal(MD5.HashData(bytes.AsSpan(4, bytes.Length - 20)), bytes[^16..]);
            Assert.Equal(samples.Select(s => s.Comparable), ReadByGoogle(bytes));
            Assert.Equal(samples.Select(s => s.Comparable), ReadByOurs(bytes));
        }));

    [Fact]
    public void A_million_random_mutations_are_read_or_refused_and_nothing_else()
    {
        const int workers = 10;
        int[] outcomes = new int[4];

        Parallel.For(0, workers, worker =>
        {
            var mutations = new Mutations(seed: worker);
            for (int i = 0; i < 1_000_000 / workers; i++)
            {
                ReadOnlyMemory<byte> bytes = mutations.Next();
                Interlocked.Increment(ref outcomes[(int)ReadToTheLastByte(bytes)]);
            }
        });

        output.WriteLine(string.Join(", ", Enum.GetValues<PayloadStatus>().Select(s => $"{s}: {outcomes[(int)s]}")));
        Assert.Equal(1_000_000, outcomes.Sum());
        Assert.All(outcomes, count => Assert.NotEqual(0, count));
    }

    [Fact]
    public void Mutations_that_google_protobuf_refuses_are_not_read_and_those_that_are_read_are_read_the_same()
    {
        var mutations = new Mutations(seed: 99);
        int read = 0;
        for (int i = 0; i < 50_000; i++)
        {
            byte[] bytes = mutations.Next().ToArray();
            using AggregatedPayload payload = AggregatedRecord.Read(bytes);
            if (payload.Status == PayloadStatus.Aggregated && payload.All(HasUtf8Keys))
            {
                Assert.Equal(ReadByGoogle(bytes), ReadByOurs(bytes));
                read++;
            }
        }

        output.WriteLine($"read: {read}");
        Assert.NotEqual(0, read);
    }

    /// <summary>Looks at everything a payload yields. The bytes lie in the midst of others, which no view may reach.</summary>
    private static PayloadStatus ReadToTheLastByte(ReadOnlyMemory<byte> bytes)
    {
        using AggregatedPayload payload = AggregatedRecord.Read(bytes);
        int count = 0;
        foreach (UserRecord record in payload)
        {
            AssertInside(bytes, record.Data);
            AssertInside(bytes, record.PartitionKeyUtf8);
            AssertInside(bytes, record.ExplicitHashKeyUtf8);
            foreach (ReadOnlyMemory<byte> tag in record.RawTags)
            {
                AssertInside(bytes, tag);
            }

            _ = (record.PartitionKey, record.ExplicitHashKey);
            Assert.True(count++ == record.SubSequenceNumber);
        }

        Assert.True(payload.Count == count);
        Assert.True(payload.Problem is null == (payload.Status is PayloadStatus.Plain or PayloadStatus.Aggregated));
        return payload.Status;
    }

    private static void AssertInside(ReadOnlyMemory<byte> whole, ReadOnlyMemory<byte> part) =>
        Assert.True(part.IsEmpty || (whole.Span.Overlaps(part.Span, out int offset) && offset >= 0 && offset + part.Length <= whole.Length));

    private static bool HasUtf8Keys(UserRecord record) =>
        System.Text.Unicode.Utf8.IsValid(record.PartitionKeyUtf8.Span) && System.Text.Unicode.Utf8.IsValid(record.ExplicitHashKeyUtf8.Span);

    private static IEnumerable<(string Key, string? HashKey, string Data)> ReadByOurs(byte[] bytes)
    {
        using AggregatedPayload payload = AggregatedRecord.Read(bytes, new ReadOptions { UnreadablePayloads = UnreadablePayloadPolicy.Throw });
        return [.. payload.Select(r => (r.PartitionKey!, r.ExplicitHashKey, Convert.ToHexString(r.Data.Span)))];
    }

    private static IEnumerable<(string Key, string? HashKey, string Data)> ReadByGoogle(byte[] bytes)
    {
        GoogleAggregatedRecord message = GoogleAggregatedRecord.Parser.ParseFrom(bytes.AsSpan(4, bytes.Length - 20));
        return message.Records.Select(r => (
            message.PartitionKeyTable[checked((int)r.PartitionKeyIndex)],
            r.HasExplicitHashKeyIndex ? message.ExplicitHashKeyTable[checked((int)r.ExplicitHashKeyIndex)] : null,
            Convert.ToHexString(r.Data.Span)));
    }

    private static ulong IndexOf(IList<string> table, string key)
    {
        int index = table.IndexOf(key);
        if (index < 0)
        {
            index = table.Count;
            table.Add(key);
        }

        return (ulong)index;
    }
}
