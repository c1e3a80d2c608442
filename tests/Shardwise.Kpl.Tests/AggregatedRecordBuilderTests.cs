using System.Text;

namespace Shardwise.Kpl.Tests;

public sealed class AggregatedRecordBuilderTests
{
    private const int FrameSize = 20;

    [Fact]
    public void What_is_written_is_read_back_in_order_with_every_key_as_given()
    {
        var builder = new AggregatedRecordBuilder();
        Assert.True(builder.TryAdd("user-1", "first"u8, explicitHashKey: "42"));
        Assert.True(builder.TryAdd("user-2", "second"u8));
        Assert.True(builder.TryAdd("user-1", ""u8));

        AggregatedBlob blob = builder.Build();
        using AggregatedPayload payload = AggregatedRecord.Read(blob.Data);

        Assert.Equal(PayloadStatus.Aggregated, payload.Status);
        Assert.Equal(
            [("user-1", "42", 0, "first"), ("user-2", null, 1, "second"), ("user-1", null, 2, "")],
            payload.Select(r => (r.PartitionKey!, r.ExplicitHashKey, r.SubSequenceNumber, Encoding.UTF8.GetString(r.Data.Span))));
    }

    [Fact]
    public void One_user_record_is_written_plain_under_its_own_keys()
    {
        var builder = new AggregatedRecordBuilder();
        builder.TryAdd("user-1", "hello"u8, explicitHashKey: "7");
        Assert.Equal("user-1hello".Length, builder.SizeInBytes);

        AggregatedBlob blob = builder.Build();

        Assert.Equal("user-1", blob.PartitionKey);
        Assert.Equal("7", blob.ExplicitHashKey);
        Assert.Equal("hello"u8.ToArray(), blob.Data);
        Assert.Equal(1, blob.UserRecordCount);
    }

    [Fact]
    public void One_user_record_without_an_explicit_hash_key_is_given_none()
    {
        var builder = new AggregatedRecordBuilder();
        builder.TryAdd("user-1", "hello"u8);

        Assert.Null(builder.Build().ExplicitHashKey);
    }

    [Fact]
    public void Several_go_under_the_partition_key_a_and_the_hash_key_of_the_first()
    {
        var builder = new AggregatedRecordBuilder();
        builder.TryAdd("abcd", "1"u8);
        builder.TryAdd("other", "2"u8, explicitHashKey: "9");

        AggregatedBlob blob = builder.Build();

        Assert.Equal("a", blob.PartitionKey);
        Assert.Equal(HashKey.Format(HashKey.Of("abcd")), blob.ExplicitHashKey);
        Assert.Equal(2, blob.UserRecordCount);
    }

    [Fact]
    public void Several_go_to_the_explicit_hash_key_of_the_first_where_it_has_one()
    {
        var builder = new AggregatedRecordBuilder();
        builder.TryAdd("abcd", "1"u8, explicitHashKey: "9");
        builder.TryAdd("other", "2"u8);

        Assert.Equal("9", builder.Build().ExplicitHashKey);
    }

    [Fact]
    public void Index_zero_is_written_and_tables_hold_each_key_once()
    {
        var builder = new AggregatedRecordBuilder();
        builder.TryAdd("k", "x"u8, explicitHashKey: "5");
        builder.TryAdd("k", "y"u8, explicitHashKey: "5");

        byte[] message = builder.Build().Data[4..^16];

        Assert.Equal("0A016B1201351A0708001000" + "1A0178" + "1A07080010001A0179", Convert.ToHexString(message));
    }

    [Fact]
    public void Keys_of_every_length_and_width_are_found_again_in_a_table_of_thousands()
    {
        string[] keys = [.. from character in new[] { "a", "é", "€", "😀" } from length in Enumerable.Range(1, 128) select string.Concat(Enumerable.Repeat(character, length))];
        keys = [.. keys, .. Enumerable.Range(0, 3000).Select(i => $"key-{i}")];
        var builder = new AggregatedRecordBuilder();
        foreach (string key in keys)
        {
            Assert.True(builder.TryAdd(key, [1]));
        }

        int oneOfEach = builder.SizeInBytes;
        foreach (string key in keys)
        {
            Assert.True(builder.TryAdd(key, [2]));
        }

        // Each again takes its record alone: tag and length, index (1 or 2 bytes) and data (3 bytes) with their tags.
        Assert.Equal(oneOfEach + keys.Select((_, index) => 2 + (index < 128 ? 2 : 3) + 3).Sum(), builder.SizeInBytes);
        using AggregatedPayload payload = AggregatedRecord.Read(builder.Build().Data);
        Assert.Equal([.. keys, .. keys], payload.Select(record => record.PartitionKey));
    }

    [Fact]
    public void The_size_is_exact_after_every_user_record()
    {
        var random = new Random(1);
        var builder = new AggregatedRecordBuilder(100_000);
        string[] keys = [.. Enumerable.Range(0, 400).Select(i => string.Concat(Enumerable.Repeat("é€😀k", 1 + (i % 50))) + i)];
        var added = new List<(string Key, byte[] Data, string? HashKey)>();
        for (int i = 0; i < 600; i++)
        {
            (string Key, byte[] Data, string? HashKey) next = (keys[random.Next(keys.Length)], new byte[random.Next(300)], i % 3 == 0 ? $"{i % 200}" : null);
            if (!builder.TryAdd(next.Key, next.Data, next.HashKey))
            {
                break;
            }

            added.Add(next);
            Assert.Equal(SizeOf(BuildOf(added)), builder.SizeInBytes);
        }

        Assert.InRange(builder.SizeInBytes, 90_000, 100_000);
    }

    [Fact]
    public void A_record_is_filled_to_the_last_byte_and_no_further()
    {
        const int most = 1000;
        var builder = new AggregatedRecordBuilder(most);
        builder.TryAdd("k", new byte[100]);
        int spare = most - 1 - FrameSize - (3 + 2 + 2 + 2 + 100) - 3 - 2 - 3;

        Assert.False(builder.TryAdd("k", new byte[spare + 1]));
        Assert.Equal(1, builder.Count);
        Assert.True(builder.TryAdd("k", new byte[spare]));
        Assert.Equal(most, builder.SizeInBytes);
        Assert.Equal(most, SizeOf(builder.Build()));
    }

    // Each key is new to its table, so that the room that it takes there counts.
    [Theory]
    [InlineData(null)]
    [InlineData("12345678901234567890")]
    public void A_record_is_filled_to_the_last_byte_also_where_its_keys_are_new(string? explicitHashKey)
    {
        AggregatedRecordBuilder Begun(int most)
        {
            var begun = new AggregatedRecordBuilder(most);
            begun.TryAdd("first", new byte[100]);
            return begun;
        }

        var roomy = Begun(1000);
        roomy.TryAdd("a partition key of some length", new byte[100], explicitHashKey);
        int size = roomy.SizeInBytes;

        Assert.False(Begun(size - 1).TryAdd("a partition key of some length", new byte[100], explicitHashKey));
        Assert.True(Begun(size).TryAdd("a partition key of some length", new byte[100], explicitHashKey));
    }

    [Fact]
    public void What_does_not_fit_leaves_no_trace_in_the_tables()
    {
        var builder = new AggregatedRecordBuilder(200);
        builder.TryAdd("k", new byte[50]);
        builder.TryAdd("k", new byte[50]);
        int before = builder.SizeInBytes;

        Assert.False(builder.TryAdd("another key", new byte[100], explicitHashKey: "123"));

        Assert.Equal(before, builder.SizeInBytes);
        Assert.Equal(2, builder.Build().UserRecordCount);
    }

    [Fact]
    public void A_user_record_that_fits_only_alone_and_plain_is_taken_by_an_empty_builder()
    {
        var builder = new AggregatedRecordBuilder(1000);

        Assert.True(builder.TryAdd("k", new byte[999]));
        Assert.False(builder.TryAdd("k", []));
        Assert.Equal(999, builder.Build().Data.Length);
    }

    [Fact]
    public void A_user_record_that_can_never_fit_is_refused_with_its_size()
    {
        var builder = new AggregatedRecordBuilder(1000);

        var error = Assert.Throws<ArgumentException>(() => builder.TryAdd("é", new byte[999]));

        Assert.Equal("The user record takes 1001 bytes, 999 of data and 2 of partition key; at most 1000 are allowed.", error.Message);
    }

    [Fact]
    public void Ten_mebibytes_can_be_written()
    {
        var builder = new AggregatedRecordBuilder(AggregatedRecordBuilder.LargestMaxSizeInBytes);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(builder.TryAdd("k", new byte[1_040_000]));
        }

        AggregatedBlob blob = builder.Build();

        using AggregatedPayload payload = AggregatedRecord.Read(blob.Data);
        Assert.Equal(10, payload.Count);
    }

    [Fact]
    public void A_builder_starts_anew_after_a_build()
    {
        var builder = new AggregatedRecordBuilder();
        builder.TryAdd("one", "1"u8, explicitHashKey: "1");
        builder.TryAdd("two", "2"u8);
        builder.Build();

        Assert.Equal((0, 0), (builder.Count, builder.SizeInBytes));
        builder.TryAdd("two", "2"u8);
        builder.TryAdd("three", "3"u8);
        using AggregatedPayload payload = AggregatedRecord.Read(builder.Build().Data);
        Assert.Equal(["two", "three"], payload.Select(r => r.PartitionKey));
    }

    [Theory]
    // The lengths around which a number takes a byte more.
    [InlineData(0x7F)]
    [InlineData(0x80)]
    [InlineData(0x3FFF)]
    [InlineData(0x4000)]
    [InlineData(0x4001)]
    [InlineData(0x1FFFFF)]
    [InlineData(0x200000)]
    public void Data_of_every_length_are_written_as_google_protobuf_writes_them(int length)
    {
        byte[] data = [.. Enumerable.Repeat((byte)0xD5, length)];
        var builder = new AggregatedRecordBuilder(maxSizeInBytes: 10 << 20);
        var message = new GoogleAggregatedRecord { PartitionKeyTable = { "k" } };
        for (int i = 0; i < 2; i++)
        {
            Assert.True(builder.TryAdd("k", data));
            message.Records.Add(new GoogleRecord { PartitionKeyIndex = 0, Data = Google.Protobuf.ByteString.CopyFrom(data) });
        }

        byte[] written = builder.Build().Data;

        Assert.Equal(WireBuilder.Frame(Google.Protobuf.MessageExtensions.ToByteArray(message)), written);
        using AggregatedPayload payload = AggregatedRecord.Read(written);
        Assert.All(payload, record => Assert.True(record.Data.Span.SequenceEqual(data)));
    }

    [Fact]
    public void A_build_after_another_carries_no_key_of_it()
    {
        static byte[] Built(AggregatedRecordBuilder builder)
        {
            builder.TryAdd("two", "2"u8, explicitHashKey: "2");
            builder.TryAdd("three", "3"u8);
            return builder.Build().Data;
        }

        var used = new AggregatedRecordBuilder();
        used.TryAdd("one", "1"u8, explicitHashKey: "1");
        used.TryAdd("more", "2"u8);
        used.Build();

        Assert.Equal(Built(new AggregatedRecordBuilder()), Built(used));
    }

    [Fact]
    public void An_empty_builder_builds_nothing()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new AggregatedRecordBuilder().Build());

        Assert.Equal("There is no user record to build from; add one first.", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void A_partition_key_of_a_wrong_length_is_refused(int length)
    {
        var error = Assert.Throws<ArgumentException>(() => new AggregatedRecordBuilder().TryAdd(new string('k', length), []));

        Assert.Equal($"The partition key has {length} characters; 1 to 256 are allowed. (Parameter 'partitionKey')", error.Message);
    }

    [Fact]
    public void A_partition_key_of_256_characters_is_taken_however_many_bytes_it_has()
    {
        Assert.True(new AggregatedRecordBuilder().TryAdd(new string('€', 256), []));
    }

    [Fact]
    public void No_partition_key_is_refused() =>
        Assert.Throws<ArgumentNullException>("partitionKey", () => new AggregatedRecordBuilder().TryAdd(null!, [1]));

    [Fact]
    public void A_partition_key_that_is_not_unicode_text_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new AggregatedRecordBuilder().TryAdd("a\ud800b", []));

        Assert.Equal("The partition key has half of a surrogate pair in it; it must be Unicode text. (Parameter 'partitionKey')", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData(" 5")]
    [InlineData("05")]
    [InlineData("undefined")]
    [InlineData("340282366920938463463374607431768211456")]
    public void An_explicit_hash_key_that_kinesis_refuses_is_refused(string explicitHashKey)
    {
        var error = Assert.Throws<ArgumentException>(() => new AggregatedRecordBuilder().TryAdd("k", [], explicitHashKey));

        Assert.Equal(
            $"The explicit hash key is \"{explicitHashKey}\"; a decimal number from 0 to 2^128 - 1 without leading zeros is allowed. (Parameter 'explicitHashKey')",
            error.Message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("340282366920938463463374607431768211455")]
    public void The_first_and_the_last_hash_key_are_taken(string explicitHashKey)
    {
        Assert.True(new AggregatedRecordBuilder().TryAdd("k", [], explicitHashKey));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(10_485_761)]
    public void A_largest_size_that_the_kpl_refuses_is_refused(int size)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AggregatedRecordBuilder(size));

        Assert.StartsWith("The largest size of a record must be 64 to 10485760 bytes. (Parameter 'maxSizeInBytes')", error.Message);
    }

    [Theory]
    [InlineData(AggregatedRecordBuilder.SmallestMaxSizeInBytes)]
    [InlineData(AggregatedRecordBuilder.LargestMaxSizeInBytes)]
    public void The_smallest_and_the_largest_size_of_a_record_are_taken(int size) =>
        Assert.True(new AggregatedRecordBuilder(size).TryAdd("k", new byte[size - 1]));

    private static AggregatedBlob BuildOf(IEnumerable<(string Key, byte[] Data, string? HashKey)> userRecords)
    {
        var builder = new AggregatedRecordBuilder(AggregatedRecordBuilder.LargestMaxSizeInBytes);
        foreach ((string key, byte[] data, string? hashKey) in userRecords)
        {
            builder.TryAdd(key, data, hashKey);
        }

        return builder.Build();
    }

    private static int SizeOf(AggregatedBlob blob) => blob.Data.Length + Encoding.UTF8.GetByteCount(blob.PartitionKey);
}
