using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Shardwise.Kpl.Tests;

/// <summary>Random user records, and random well-formed ways to write them.</summary>
internal static class RandomRecords
{
    private static readonly string[] Keys = ["a", "b", "10", "9", "__proto__", "naïve", "€uro", "😀", "a rather longer partition key, to be sure"];

    public static Arbitrary<Sample[]> Arbitrary { get; } = SampleGen().NonEmptyListOf().Select(samples => samples.ToArray()).ToArbitrary();

    /// <summary>
    /// Writes user records in one of the many ways that the format allows: tables before, after or between, entries twice or unused,
    /// fields in any order or repeated, unknown fields, tags.
    /// </summary>
    public static byte[] WriteInSomeWay(IReadOnlyList<Sample> samples, int seed)
    {
        var random = new Random(seed);
        var partitionKeys = new List<string>();
        var explicitHashKeys = new List<string>();
        var tables = new List<Action<WireBuilder>>();
        var records = new List<Action<WireBuilder>>();
        foreach (Sample sample in samples)
        {
            int partitionKey = IndexOf(sample.PartitionKey, partitionKeys, k => tables.Add(w => w.PartitionKey(k)), random);
            int? explicitHashKey = sample.ExplicitHashKey is { } key
                ? IndexOf(key, explicitHashKeys, k => tables.Add(w => w.ExplicitHashKey(k)), random)
                : null;
            int recordSeed = random.Next();
            records.Add(w => w.Record(r => WriteFields(r, partitionKey, explicitHashKey, sample.Data, new Random(recordSeed))));
        }

        return Interleave(tables, records, random).Payload();
    }

    private static Gen<Sample> SampleGen() =>
        from key in Gen.OneOf(Gen.Elements(Keys), Gen.Choose(0, 500).Select(i => $"key-{i}"))
        from hashKey in Gen.OneOf(Gen.Constant<string?>(null), Gen.Choose(0, 20).Select(i => (string?)i.ToString(CultureInfo.InvariantCulture)))
        from data in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
        select new Sample(key, hashKey, data);

    private static int IndexOf(string key, List<string> table, Action<string> add, Random random)
    {
        int index = table.IndexOf(key);
        if (index >= 0 && random.Next(4) != 0)
        {
            return index;
        }

        if (random.Next(6) == 0)
        {
            table.Add("unused");
            add("unused");
        }

        table.Add(key);
        add(key);
        return table.Count - 1;
    }

    private static WireBuilder Interleave(List<Action<WireBuilder>> tables, List<Action<WireBuilder>> records, Random random)
    {
        int tablesInTen = random.Next(3) switch { 0 => 10, 1 => 0, _ => 5 };
        var wire = new WireBuilder();
        int nextTable = 0;
        int nextRecord = 0;
        while (nextTable < tables.Count || nextRecord < records.Count)
        {
            MaybeWriteUnknownField(wire, random);
            bool takeTable = nextRecord == records.Count || (nextTable < tables.Count && random.Next(10) < tablesInTen);
            (takeTable ? tables[nextTable++] : records[nextRecord++])(wire);
        }

        return wire;
    }

    private static void WriteFields(WireBuilder record, int partitionKey, int? explicitHashKey, byte[] data, Random random)
    {
        if (random.Next(2) == 0)
        {
            record.Varint(1, (ulong)partitionKey);
            WriteExplicitHashKey(record, explicitHashKey);
            record.Bytes(3, data);
            return;
        }

        if (random.Next(4) == 0)
        {
            record.Bytes(3, [1, 2, 3]).Varint(1, 1_000_000);
        }

        record.Bytes(3, data);
        MaybeWriteUnknownField(record, random);
        WriteExplicitHashKey(record, explicitHashKey);
        if (random.Next(3) == 0)
        {
            record.Bytes(4, new WireBuilder().Bytes(1, "tag"u8.ToArray()).Bytes(2, Encoding.UTF8.GetBytes($"{partitionKey}")).Message());
        }

        record.Varint(1, (ulong)partitionKey);
    }

    private static void WriteExplicitHashKey(WireBuilder record, int? index)
    {
        if (index is { } at)
        {
            record.Varint(2, (ulong)at);
        }
    }

    private static void MaybeWriteUnknownField(WireBuilder wire, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                wire.Varint(20, (ulong)random.NextInt64());
                break;
            case 1:
                wire.Fixed32(21, 7);
                break;
            case 2:
                wire.Fixed64(2_000, 8);
                break;
            case 3:
                wire.Group(23, g => g.Varint(1, 2).Group(1, h => h.Bytes(3, [9])));
                break;
            case 4:
                wire.Bytes(24, [0x1A, 0x01]);
                break;
            default:
                break;
        }
    }

    internal sealed record Sample(string PartitionKey, string? ExplicitHashKey, byte[] Data)
    {
        public (string Key, string? HashKey, string Data) Comparable => (PartitionKey, ExplicitHashKey, Convert.ToHexString(Data));
    }
}
