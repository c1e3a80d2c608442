using System.Text;

namespace Shardwise.Kpl.Tests;

public sealed class AggregatedPayloadTests
{
    [Fact]
    public void User_records_are_views_of_the_payload()
    {
        byte[] bytes = ThreeRecords();
        using AggregatedPayload payload = AggregatedRecord.Read(bytes);

        foreach (UserRecord record in payload)
        {
            Assert.True(bytes.AsSpan().Overlaps(record.Data.Span));
            Assert.True(bytes.AsSpan().Overlaps(record.PartitionKeyUtf8.Span));
        }
    }

    [Fact]
    public void A_partition_key_string_is_made_once_a_table_entry()
    {
        using AggregatedPayload payload = AggregatedRecord.Read(ThreeRecords());

        Assert.Same(payload[0].PartitionKey, payload[2].PartitionKey);
        Assert.Same(payload[0].ExplicitHashKey, payload[2].ExplicitHashKey);
    }

    [Fact]
    public void Reading_and_enumerating_allocates_nothing_per_user_record()
    {
        byte[] few = Payload(userRecords: 10);
        byte[] many = Payload(userRecords: 5000);
        ReadOnce(many);
        ReadOnce(few);

        Assert.Equal(AllocatedBy(() => ReadOnce(few)), AllocatedBy(() => ReadOnce(many)));
    }

    [Fact]
    public void An_enumerator_may_begin_again()
    {
        using AggregatedPayload payload = AggregatedRecord.Read(new WireBuilder().PartitionKey("k").Record(0, "1").Record(0, "2").Payload());
        AggregatedPayload.Enumerator enumerator = payload.GetEnumerator();
        Assert.True(enumerator.MoveNext() && enumerator.MoveNext());

        enumerator.Reset();

        Assert.True(enumerator.MoveNext());
        Assert.Equal(0, enumerator.Current.SubSequenceNumber);
    }

    [Fact]
    public void The_data_of_a_place_are_those_of_the_user_record_there()
    {
        AggregatedPayload payload = AggregatedRecord.Read(ThreeRecords());
        using AggregatedPayload plain = AggregatedRecord.Read("plain"u8.ToArray());

        Assert.Equal(payload.Select(record => record.Data), Enumerable.Range(0, payload.Count).Select(payload.DataOf));
        Assert.Equal("plain"u8, plain.DataOf(0).Span);
        Assert.Throws<ArgumentOutOfRangeException>(() => payload.DataOf(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => payload.DataOf(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => plain.DataOf(1));
        payload.Dispose();
        Assert.Throws<ObjectDisposedException>(() => payload.DataOf(0));
    }

    // A record out of the range is the first one, so that places and sub-sequence numbers part.
    [Fact]
    public void The_data_of_a_place_among_filtered_user_records_are_those_of_the_one_yielded_there()
    {
        byte[] bytes = new WireBuilder().PartitionKey("k").ExplicitHashKey("500").ExplicitHashKey("5").Record(0, 0, "out").Record(0, 1, "in").Payload();
        var options = new ReadOptions { HashRange = new HashKeyRange(0, 100), HashRangeMode = HashRangeMode.DropOutOfRange };
        using AggregatedPayload payload = AggregatedRecord.Read(bytes, options);

        Assert.Equal("in"u8, payload.DataOf(0).Span);
        Assert.Throws<ArgumentOutOfRangeException>(() => payload.DataOf(1));
    }

    [Fact]
    public void User_records_stay_usable_after_the_payload_is_disposed_and_the_payload_does_not()
    {
        AggregatedPayload payload = AggregatedRecord.Read(ThreeRecords());
        UserRecord record = payload.First();
        AggregatedPayload.Enumerator begun = payload.GetEnumerator();
        begun.MoveNext();

        payload.Dispose();
        payload.Dispose();

        Assert.Equal(("abcd", "5", "1"), (record.PartitionKey, record.ExplicitHashKey, Encoding.UTF8.GetString(record.Data.Span)));
        Assert.Equal(3, payload.Count);
        Assert.Throws<ObjectDisposedException>(() => payload.GetEnumerator());
        Assert.Throws<ObjectDisposedException>(() => payload[0]);
        Assert.Throws<ObjectDisposedException>(() => begun.Current);
    }

    [Fact]
    public void A_place_outside_the_payload_is_refused()
    {
        using AggregatedPayload payload = AggregatedRecord.Read(ThreeRecords());

        Assert.Throws<ArgumentOutOfRangeException>(() => payload[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => payload[3]);
    }

    [Fact]
    public void The_hash_key_is_the_explicit_one_else_that_of_the_partition_key()
    {
        using AggregatedPayload payload = AggregatedRecord.Read(ThreeRecords());

        Assert.Equal([5, HashKey.Of("other"), 5], payload.Select(r => r.EffectiveHashKey));
    }

    [Fact]
    public void A_checksum_mismatch_is_told_with_both_checksums()
    {
        byte[] bytes = ThreeRecords();
        bytes.AsSpan(bytes.Length - 16).Clear();

        var error = Assert.Throws<KplFormatException>(
            () => AggregatedRecord.Read(bytes, new ReadOptions { UnreadablePayloads = UnreadablePayloadPolicy.Throw }));

        Assert.Equal(PayloadStatus.ChecksumMismatch, error.Status);
        Assert.Equal(
            "The aggregated record ends with checksum 00000000000000000000000000000000, and its content has "
                + Convert.ToHexString(System.Security.Cryptography.MD5.HashData(bytes.AsSpan(4, bytes.Length - 20))) + ".",
            error.Message);
    }

    [Fact]
    public void A_filter_without_a_range_is_refused()
    {
        var options = new ReadOptions { HashRangeMode = HashRangeMode.DropOutOfRange };

        var error = Assert.Throws<ArgumentException>(() => AggregatedRecord.Read(ThreeRecords(), options));

        Assert.Equal("ReadOptions.HashRangeMode is DropOutOfRange, which needs HashRange; it is not set.", error.Message);
    }

    private static byte[] ThreeRecords() => new WireBuilder().PartitionKey("abcd").PartitionKey("other").ExplicitHashKey("5")
        .Record(0, 0, "1").Record(1, "2").Record(0, 0, "3").Payload();

    private static byte[] Payload(int userRecords)
    {
        var builder = new AggregatedRecordBuilder();
        for (int i = 0; i < userRecords; i++)
        {
            builder.TryAdd($"key-{i}", "0123456789"u8);
        }

        return builder.Build().Data;
    }

    private static void ReadOnce(byte[] bytes)
    {
        using AggregatedPayload payload = AggregatedRecord.Read(bytes);
        int length = 0;
        foreach (UserRecord record in payload)
        {
            length += record.Data.Length + record.PartitionKeyUtf8.Length;
        }

        Assert.NotEqual(0, length);
    }

    private static long AllocatedBy(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
