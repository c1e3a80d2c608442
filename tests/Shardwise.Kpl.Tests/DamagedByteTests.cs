using System.Text.Unicode;
using Google.Protobuf;

namespace Shardwise.Kpl.Tests;

/// <summary>Small aggregates cut off after each byte, and with each byte changed, under a right checksum: what Google.Protobuf reads is read, and read the same.</summary>
public sealed class DamagedByteTests
{
    // Keys and data that take one byte of length, and two; hash keys; more than the 128 keys that one byte of index reaches.
    public static TheoryData<string> Bodies => [.. Sound.Keys];

    private static Dictionary<string, byte[]> Sound { get; } = new()
    {
        ["as the KPL writes them"] = new WireBuilder().PartitionKey("a").PartitionKey("bc").Record(0, "1").Record(1, "22").Record(0, "").Message(),
        ["with explicit hash keys"] = new WireBuilder().PartitionKey("a").ExplicitHashKey("5").ExplicitHashKey("6").Record(0, "1").Record(0, 1, "22").Record(0, 0, "").Message(),
        ["with data of two bytes of length"] = new WireBuilder().PartitionKey("a").Record(0, new string('d', 130)).Record(0, "2").Message(),
        ["with many keys"] = Many().Record(129, "1").Record(3, "2").Record(128, new string('d', 130)).Message(),
        ["with unknown fields"] = new WireBuilder().Varint(7, 300).PartitionKey("a").Record(r => r.Fixed32(9, 1).Varint(1, 0).Bytes(3, [1, 2])).Message(),
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void What_is_cut_off_after_any_byte_is_read_as_google_protobuf_reads_it(string body)
    {
        var sound = Sound[body];

        for (var length = 1; length <= sound.Length; length++)
            AssertReadAlike(sound.AsSpan(0, length));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void What_has_any_byte_changed_is_read_as_google_protobuf_reads_it(string body)
    {
        var sound = Sound[body];

        // Of the many keys those at the end.
        for (var place = Math.Max(0, sound.Length - 200); place < sound.Length; place++)
        {
            var damaged = sound.ToArray();
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                damaged[place] = (byte)value;
                AssertReadAlike(damaged);
            }
        }
    }

    private static void AssertReadAlike(ReadOnlySpan<byte> body)
    {
        var bytes = WireBuilder.Frame(body.ToArray());
        using var payload = AggregatedRecord.Read(bytes);
        var expected = ReadByGoogle(body);
        // The message that Google's is told of has no tags: a change that makes one is an unknown field to it.
        var isRead = expected is not null && payload.Problem?.Contains(" has a tag that is broken", StringComparison.Ordinal) is not true;
        Assert.True(payload.Status == (isRead ? PayloadStatus.Aggregated : PayloadStatus.Malformed), Convert.ToHexString(body));
        // Ours has the bytes of a key that is no text, Google's has replacement characters.
        if (isRead && payload.All(IsText))
            Assert.Equal(expected!, payload.Select(record => (record.PartitionKey!, record.ExplicitHashKey, Convert.ToHexString(record.Data.Span))));
    }

    // Null for what Google.Protobuf refuses, and for what it reads and the format does not allow: no record, or one without its key or data.
    private static List<(string Key, string? HashKey, string Data)>? ReadByGoogle(ReadOnlySpan<byte> body)
    {
        try
        {
            var message = GoogleAggregatedRecord.Parser.ParseFrom(body);
            var (keys, hashKeys) = (message.PartitionKeyTable, message.ExplicitHashKeyTable);
            return message.Records.Count > 0 && message.Records.All(record => record is { HasData: true, HasPartitionKeyIndex: true }
                && record.PartitionKeyIndex < (ulong)keys.Count && (!record.HasExplicitHashKeyIndex || record.ExplicitHashKeyIndex < (ulong)hashKeys.Count))
                ? [.. message.Records.Select(record => (
                    keys[(int)record.PartitionKeyIndex], record.HasExplicitHashKeyIndex ? hashKeys[(int)record.ExplicitHashKeyIndex] : null,
                    Convert.ToHexString(record.Data.Span)))]
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static bool IsText(UserRecord record) => Utf8.IsValid(record.PartitionKeyUtf8.Span) && Utf8.IsValid(record.ExplicitHashKeyUtf8.Span);

    private static WireBuilder Many()
    {
        var wire = new WireBuilder();
        for (var key = 0; key < 130; key++)
            wire.PartitionKey($"{key:x}");
        return wire;
    }
}
