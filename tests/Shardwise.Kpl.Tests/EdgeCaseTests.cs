using System.Globalization;
using System.Text;

namespace Shardwise.Kpl.Tests;

/// <summary>The edge-case matrix of the format. E and a number name a row of it.</summary>
public sealed class EdgeCaseTests
{
    private static readonly ReadOptions Lenient = new() { AllowMissingMembers = true };

    [Fact]
    public void E01_an_empty_payload_is_plain() => AssertPlain([]);

    [Fact]
    public void E02_a_payload_without_the_magic_is_plain()
    {
        AssertPlain("{\"id\":1}"u8.ToArray());
        AssertPlain([0xF3, 0x89, 0x9A]);
        AssertPlain([0xF3, 0x89, 0x9A, 0xC3, .. new byte[40]]);
    }

    [Fact]
    public void E03_the_magic_alone_is_plain() => AssertPlain(WireBuilder.Magic);

    [Fact]
    public void E04_the_magic_and_less_than_a_checksum_is_plain() => AssertPlain([.. WireBuilder.Magic, .. new byte[15]]);

    [Fact]
    public void E05_the_magic_and_the_checksum_of_nothing_is_plain() => AssertPlain(WireBuilder.Frame([]));

    [Fact]
    public void E07_a_wrong_checksum_passes_the_payload_through_and_says_so()
    {
        byte[] payload = TwoRecords().Payload();
        payload[^1] ^= 1;

        AssertPassedThrough(payload, PayloadStatus.ChecksumMismatch);
    }

    [Fact]
    public void E08_broken_protobuf_under_a_right_checksum_is_malformed()
    {
        AssertMalformed(TwoRecords().Raw(0x1A, 0x7F), "The aggregated record is broken protobuf at byte 21.");
        AssertMalformed(TwoRecords().Raw(0x0F), "The aggregated record is broken protobuf at byte 21.");
        AssertMalformed(TwoRecords().Raw(0x00), "The aggregated record is broken protobuf at byte 21.");
        AssertMalformed(TwoRecords().Raw(0x80), "The aggregated record is broken protobuf at byte 21.");
        AssertMalformed(
            new WireBuilder().PartitionKey("k").Record(r => r.Raw(0x08, 0x00, 0x1A, 0x05, 0x41)),
            "User record 0 of the aggregated record is broken protobuf.");
    }

    [Fact]
    public void E09_no_user_record_is_malformed_and_does_not_vanish() =>
        AssertMalformed(new WireBuilder().PartitionKey("k"), "The aggregated record holds no user record.");

    [Fact]
    public void E10_a_partition_key_index_outside_the_table_yields_no_part_of_the_payload() =>
        AssertMalformed(
            new WireBuilder().PartitionKey("k").Record(0, "1").Record(7, "2").Record(0, "3"),
            "A user record of the aggregated record names partition key 7, and the table has 1.");

    [Fact]
    public void E11_an_explicit_hash_key_index_outside_the_table_yields_no_part_of_the_payload()
    {
        AssertMalformed(
            new WireBuilder().PartitionKey("k").ExplicitHashKey("5").Record(0, "1").Record(0, 1, "2").Record(0, "3"),
            "A user record of the aggregated record names explicit hash key 1, and the table has 1.");
        AssertMalformed(
            new WireBuilder().PartitionKey("k").Record(0, 0, "1"),
            "A user record of the aggregated record names explicit hash key 0, and the table has 0.");
    }

    [Fact]
    public void E12_an_empty_partition_key_table_is_malformed() =>
        AssertMalformed(new WireBuilder().Record(0, "1"), "A user record of the aggregated record names partition key 0, and the table has 0.");

    [Fact]
    public void E13_unknown_fields_are_stepped_over()
    {
        WireBuilder wire = new WireBuilder().Varint(9, 300).PartitionKey("k").Fixed32(10, 1).Fixed64(11, 2).Bytes(536_870_911, [1, 2])
            .Record(r => r.Varint(5, 1).Varint(1, 0).Bytes(6, [3]).Bytes(3, "1"u8.ToArray()).Fixed64(7, 8));

        AssertAggregated(wire, ("k", null, "1"));
    }

    [Fact]
    public void E13_a_known_field_of_another_wire_type_is_an_unknown_field() =>
        AssertAggregated(
            new WireBuilder().Varint(1, 1).Fixed32(3, 9).PartitionKey("k").Record(r => r.Fixed32(1, 5).Varint(3, 5).Varint(1, 0).Bytes(3, "1"u8.ToArray())),
            ("k", null, "1"));

    [Fact]
    public void E14_tags_are_shown_as_they_are()
    {
        byte[] tag = new WireBuilder().Bytes(1, "name"u8.ToArray()).Bytes(2, "value"u8.ToArray()).Message();
        byte[] other = new WireBuilder().Bytes(1, "name only"u8.ToArray()).Message();
        WireBuilder wire = new WireBuilder().PartitionKey("k")
            .Record(r => r.Bytes(4, tag).Varint(1, 0).Bytes(4, other).Bytes(3, "1"u8.ToArray()))
            .Record(0, "2");

        AssertAggregated(wire, ("k", null, "1"), ("k", null, "2"));
        using AggregatedPayload payload = AggregatedRecord.Read(wire.Payload());
        Assert.Equal([tag, other], payload[0].RawTags.Select(t => t.ToArray()));
        Assert.Empty(payload[1].RawTags);
    }

    [Fact]
    public void E14_each_user_record_has_its_own_tags()
    {
        byte[][] tags = [.. Enumerable.Range(0, 3).Select(i => new WireBuilder().Bytes(1, [(byte)i]).Message())];
        var wire = new WireBuilder().PartitionKey("k");
        foreach (byte[] tag in tags)
        {
            wire.Record(r => r.Varint(1, 0).Bytes(3, "1"u8.ToArray()).Bytes(4, tag));
        }

        using AggregatedPayload payload = AggregatedRecord.Read(wire.Payload());

        Assert.Equal(tags, payload.Select(record => Assert.Single(record.RawTags).ToArray()));
    }

    [Fact]
    public void E14_a_tag_may_have_its_key_twice() =>
        AssertAggregated(
            new WireBuilder().PartitionKey("k")
                .Record(r => r.Varint(1, 0).Bytes(3, "1"u8.ToArray()).Bytes(4, new WireBuilder().Bytes(1, [65]).Bytes(1, [66]).Message())),
            ("k", null, "1"));

    [Fact]
    public void E14_a_tag_that_is_broken_makes_the_payload_malformed()
    {
        const string problem = "User record 0 of the aggregated record has a tag that is broken protobuf or has no key.";
        byte[] withoutKey = new WireBuilder().Bytes(2, "value"u8.ToArray()).Message();
        WireBuilder wire = new WireBuilder().PartitionKey("k").Record(r => r.Varint(1, 0).Bytes(4, withoutKey).Bytes(3, "1"u8.ToArray()));

        AssertMalformed(wire, problem);
        AssertAggregated(wire, Lenient, ("k", null, "1"));
        AssertMalformed(new WireBuilder().PartitionKey("k").Record(r => r.Varint(1, 0).Bytes(3, []).Bytes(4, [0x0A, 9])), problem);
    }

    [Fact]
    public void E15_an_explicit_hash_key_is_present_exactly_where_one_was_given() =>
        AssertAggregated(
            new WireBuilder().PartitionKey("a").PartitionKey("b").ExplicitHashKey("5").Record(0, "1").Record(1, 0, "2").Record(0, "3"),
            ("a", null, "1"),
            ("b", "5", "2"),
            ("a", null, "3"));

    [Fact]
    public void E16_duplicate_table_entries_are_fine() =>
        AssertAggregated(
            new WireBuilder().PartitionKey("k").PartitionKey("k").PartitionKey("other").Record(1, "1").Record(2, "2").Record(0, "3"),
            ("k", null, "1"),
            ("other", null, "2"),
            ("k", null, "3"));

    [Fact]
    public void E17_three_hundred_keys_are_fine()
    {
        var wire = new WireBuilder();
        for (int i = 0; i < 300; i++)
        {
            wire.PartitionKey($"key-{i}");
        }

        for (ulong i = 0; i < 300; i++)
        {
            wire.Record(299 - i, $"{i}");
        }

        AssertAggregated(wire, [.. Enumerable.Range(0, 300).Select(i => ($"key-{299 - i}", (string?)null, $"{i}"))]);
    }

    [Fact]
    public void E17_three_hundred_keys_are_fine_also_where_their_data_are_long()
    {
        var wire = new WireBuilder();
        for (int i = 0; i < 300; i++)
        {
            wire.PartitionKey($"key-{i}");
        }

        (ulong Key, string Data)[] records = [.. Enumerable.Range(0, 300).Select(i => ((ulong)(299 - i), new string((char)('a' + (i % 26)), 120 + i)))];
        foreach ((ulong key, string data) in records)
        {
            wire.Record(key, data);
        }

        AssertAggregated(wire, [.. records.Select(record => ($"key-{record.Key}", (string?)null, record.Data))]);
    }

    [Fact]
    public void E18_empty_data_is_a_user_record() =>
        AssertAggregated(new WireBuilder().PartitionKey("k").Record(0, "").Record(0, "2"), ("k", null, ""), ("k", null, "2"));

    [Fact]
    public void E19_missing_data_is_malformed_unless_allowed()
    {
        WireBuilder wire = new WireBuilder().PartitionKey("k").Record(0, "1").Record(r => r.Varint(1, 0));

        AssertMalformed(wire, "User record 1 of the aggregated record has no data, which the format requires.");
        AssertAggregated(wire, Lenient, ("k", null, "1"), ("k", null, ""));
    }

    [Fact]
    public void E20_a_missing_partition_key_index_is_malformed_unless_allowed()
    {
        WireBuilder wire = new WireBuilder().PartitionKey("k").PartitionKey("l").Record(1, "1").Record(r => r.Bytes(3, "2"u8.ToArray()));

        AssertMalformed(wire, "User record 1 of the aggregated record has no partition key index, which the format requires.");
        AssertAggregated(wire, Lenient, ("l", null, "1"), ("k", null, "2"));
    }

    [Fact]
    public void E20_a_missing_index_into_an_empty_table_is_malformed_even_if_allowed()
    {
        using AggregatedPayload payload = AggregatedRecord.Read(new WireBuilder().Record(r => r.Bytes(3, [1])).Payload(), Lenient);

        Assert.Equal(PayloadStatus.Malformed, payload.Status);
    }

    [Fact]
    public void E21_tables_may_come_after_the_user_records_that_use_them() =>
        AssertAggregated(
            new WireBuilder().Record(1, "1").PartitionKey("a").Record(0, 0, "2").ExplicitHashKey("5").PartitionKey("b"),
            ("b", null, "1"),
            ("a", "5", "2"));

    [Theory]
    [InlineData(1UL << 32)]
    [InlineData(1UL << 31)]
    [InlineData(ulong.MaxValue)]
    public void E22_a_very_large_index_is_malformed_and_not_cut_to_a_small_one(ulong index)
    {
        AssertMalformed(
            new WireBuilder().PartitionKey("k").Record(index, "1"),
            $"A user record of the aggregated record names partition key {index}, and the table has 1.");
        AssertMalformed(
            new WireBuilder().PartitionKey("k").ExplicitHashKey("5").Record(0, index, "1"),
            $"A user record of the aggregated record names explicit hash key {index}, and the table has 1.");
    }

    [Fact]
    public void E24_the_last_of_duplicate_fields_wins() =>
        AssertAggregated(
            new WireBuilder().PartitionKey("a").PartitionKey("b").ExplicitHashKey("5").ExplicitHashKey("6").Record(r => r
                .Varint(1, 9).Varint(2, 9).Bytes(3, "lost"u8.ToArray())
                .Varint(1, 1).Varint(2, 1).Bytes(3, "kept"u8.ToArray())),
            ("b", "6", "kept"));

    [Fact]
    public void E25_a_key_that_is_not_utf8_keeps_its_bytes()
    {
        byte[] key = [0x61, 0xFF, 0x62];
        using AggregatedPayload payload = AggregatedRecord.Read(new WireBuilder().Bytes(1, key).Record(0, "1").Payload());

        Assert.Equal(PayloadStatus.Aggregated, payload.Status);
        Assert.Equal(key, payload[0].PartitionKeyUtf8.ToArray());
        Assert.Equal("a\uFFFDb", payload[0].PartitionKey);
        Assert.Equal(HashKey.Of(key), payload[0].EffectiveHashKey);
    }

    [Theory]
    [InlineData("undefined")]
    [InlineData("340282366920938463463374607431768211456")]
    [InlineData("-5")]
    public void E26_E27_E33_an_explicit_hash_key_that_is_no_number_in_range_is_delivered_under_every_filter(string explicitHashKey)
    {
        WireBuilder wire = new WireBuilder().PartitionKey("k").ExplicitHashKey(explicitHashKey).Record(0, 0, "1");

        foreach (HashRangeMode mode in Enum.GetValues<HashRangeMode>())
        {
            AssertAggregated(wire, new ReadOptions { HashRange = new HashKeyRange(0, 0), HashRangeMode = mode }, ("k", explicitHashKey, "1"));
        }

        using AggregatedPayload payload = AggregatedRecord.Read(wire.Payload());
        Assert.Null(payload[0].EffectiveHashKey);
    }

    [Fact]
    public void E28_unknown_groups_are_stepped_over()
    {
        WireBuilder wire = new WireBuilder().Group(9, g => g.Varint(1, 5).Group(10, h => h.Bytes(3, [1, 2, 3]))).PartitionKey("k")
            .Record(r => r.Group(8, g => g.Varint(1, 9)).Varint(1, 0).Bytes(3, "1"u8.ToArray()));

        AssertAggregated(wire, ("k", null, "1"));
    }

    [Fact]
    public void E28_a_group_that_does_not_end_or_ends_as_another_is_malformed()
    {
        AssertMalformed(TwoRecords().Raw(0x4B, 0x08, 0x01), "The aggregated record is broken protobuf at byte 21.");
        AssertMalformed(TwoRecords().Raw(0x4B, 0x54), "The aggregated record is broken protobuf at byte 21.");
        AssertMalformed(TwoRecords().Raw([.. Enumerable.Repeat((byte)0x4B, 100_000)]), "The aggregated record is broken protobuf at byte 21.");
    }

    [Fact]
    public void E28_groups_are_followed_a_hundred_deep_as_googles_parsers_do_and_no_deeper()
    {
        static byte[] Nested(int deep) => [.. Enumerable.Repeat((byte)0x4B, deep), .. Enumerable.Repeat((byte)0x4C, deep)];

        AssertAggregated(new WireBuilder().Raw(Nested(100)).PartitionKey("k").Record(0, "1"), ("k", null, "1"));
        AssertMalformed(TwoRecords().Raw(Nested(101)), "The aggregated record is broken protobuf at byte 21.");
    }

    // Behind 21 bytes that were read, so that only what is left can tell that the field does not fit.
    [Theory]
    [InlineData(new byte[] { 0x49, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(new byte[] { 0x4D, 1, 2, 3 })]
    public void E28_a_fixed_field_that_is_cut_off_is_malformed(byte[] field) =>
        AssertMalformed(TwoRecords().Raw(field), "The aggregated record is broken protobuf at byte 21.");

    // Ten bytes are the most; an eleventh would shift out of 64 bits and come back in at the bottom.
    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void E28_a_number_of_ten_bytes_is_read_and_one_of_eleven_is_malformed(int continued, bool isRead)
    {
        byte[] field = [0x48, .. Enumerable.Repeat((byte)0x80, continued), 0x00];
        if (isRead)
            AssertAggregated(new WireBuilder().Raw(field).PartitionKey("k").Record(0, "1"), ("k", null, "1"));
        else
            AssertMalformed(TwoRecords().Raw(field), "The aggregated record is broken protobuf at byte 21.");
    }

    [Fact]
    public void E29_an_aggregate_in_an_aggregate_is_opened_one_level_deep()
    {
        byte[] inner = TwoRecords().Payload();
        using AggregatedPayload payload = AggregatedRecord.Read(
            new WireBuilder().PartitionKey("k").Record(r => r.Varint(1, 0).Bytes(3, inner)).Payload());

        Assert.Equal(inner, Assert.Single(payload).Data.ToArray());
    }

    [Fact]
    public void E32_a_newline_after_the_payload_is_a_checksum_mismatch() =>
        AssertPassedThrough([.. TwoRecords().Payload(), (byte)'\n'], PayloadStatus.ChecksumMismatch);

    [Fact]
    public void E36_unused_table_entries_are_fine() =>
        AssertAggregated(
            new WireBuilder().PartitionKey("unused").PartitionKey("k").ExplicitHashKey("1").Record(1, "1"),
            ("k", null, "1"));

    [Theory]
    [InlineData(HashRangeMode.None, new[] { 0, 1, 2 }, 0)]
    [InlineData(HashRangeMode.DropOutOfRange, new[] { 0, 2 }, 1)]
    [InlineData(HashRangeMode.KclCompatible, new int[0], 1)]
    public void E37_a_user_record_outside_the_hash_range_is_filtered_as_the_mode_says(HashRangeMode mode, int[] yielded, int outOfRange)
    {
        byte[] bytes = new WireBuilder().PartitionKey("abcd").ExplicitHashKey("5").ExplicitHashKey("500")
            .Record(0, 0, "in").Record(0, 1, "out").Record(0, 0, "in").Payload();
        using AggregatedPayload payload = AggregatedRecord.Read(bytes, new ReadOptions { HashRange = new HashKeyRange(0, 100), HashRangeMode = mode });

        Assert.Equal(PayloadStatus.Aggregated, payload.Status);
        Assert.Equal(yielded, payload.Select(r => r.SubSequenceNumber));
        Assert.Equal((yielded.Length, outOfRange), (payload.Count, payload.OutOfRangeCount));
    }

    [Fact]
    public void E37_without_an_explicit_hash_key_the_partition_keys_md5_decides()
    {
        UInt128 hashKey = UInt128.Parse("E2FC714C4727EE9395F324CD2E7F331F", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        byte[] bytes = new WireBuilder().PartitionKey("abcd").Record(0, "1").Payload();
        var exactly = new ReadOptions { HashRange = new HashKeyRange(hashKey, hashKey), HashRangeMode = HashRangeMode.DropOutOfRange };
        var above = exactly with { HashRange = new HashKeyRange(hashKey + 1, UInt128.MaxValue) };

        Assert.Single(AggregatedRecord.Read(bytes, exactly));
        Assert.Empty(AggregatedRecord.Read(bytes, above));
        Assert.Single(AggregatedRecord.Read("plain"u8.ToArray(), above));
    }

    /// <summary>Seventeen bytes of message, so that what is added to it starts at byte 21 of the payload.</summary>
    private static WireBuilder TwoRecords() => new WireBuilder().PartitionKey("key").Record(0, "").Record(0, "");

    private static void AssertPlain(byte[] bytes)
    {
        using AggregatedPayload payload = AggregatedRecord.Read(bytes, new ReadOptions { UnreadablePayloads = UnreadablePayloadPolicy.Throw });

        Assert.Equal(PayloadStatus.Plain, payload.Status);
        Assert.Null(payload.Problem);
        AssertIsWhole(bytes, payload);
    }

    private static void AssertPassedThrough(byte[] bytes, PayloadStatus status)
    {
        using AggregatedPayload payload = AggregatedRecord.Read(bytes);

        Assert.Equal(status, payload.Status);
        Assert.NotNull(payload.Problem);
        AssertIsWhole(bytes, payload);
    }

    private static void AssertIsWhole(byte[] bytes, AggregatedPayload payload)
    {
        UserRecord record = Assert.Single(payload);
        Assert.Equal(bytes, record.Data.ToArray());
        Assert.Equal((null, null, 0), (record.PartitionKey, record.ExplicitHashKey, record.SubSequenceNumber));
        Assert.True(record.PartitionKeyUtf8.IsEmpty && record.ExplicitHashKeyUtf8.IsEmpty);
        Assert.Null(record.EffectiveHashKey);
        Assert.Empty(record.RawTags);
    }

    private static void AssertMalformed(WireBuilder wire, string problem)
    {
        AssertPassedThrough(wire.Payload(), PayloadStatus.Malformed);

        using AggregatedPayload reported = AggregatedRecord.Read(wire.Payload(), new ReadOptions { UnreadablePayloads = UnreadablePayloadPolicy.Report });
        Assert.Empty(reported);
        Assert.Equal((PayloadStatus.Malformed, problem), (reported.Status, reported.Problem));

        var throwing = new ReadOptions { UnreadablePayloads = UnreadablePayloadPolicy.Throw };
        var error = Assert.Throws<KplFormatException>(() => AggregatedRecord.Read(wire.Payload(), throwing));
        Assert.Equal((PayloadStatus.Malformed, problem), (error.Status, error.Message));
    }

    private static void AssertAggregated(WireBuilder wire, params (string Key, string? HashKey, string Data)[] expected) =>
        AssertAggregated(wire, new ReadOptions(), expected);

    private static void AssertAggregated(WireBuilder wire, ReadOptions options, params (string Key, string? HashKey, string Data)[] expected)
    {
        using AggregatedPayload payload = AggregatedRecord.Read(wire.Payload(), options);

        Assert.Equal((PayloadStatus.Aggregated, null), (payload.Status, payload.Problem));
        Assert.Equal(expected.Length, payload.Count);
        Assert.Equal(expected, payload.Select(r => (r.PartitionKey!, r.ExplicitHashKey, Encoding.UTF8.GetString(r.Data.Span))));
        Assert.Equal(Enumerable.Range(0, expected.Length), payload.Select(r => r.SubSequenceNumber));
    }
}
