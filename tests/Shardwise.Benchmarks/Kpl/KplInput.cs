using Shardwise.Kpl;

namespace Shardwise.Benchmarks.Kpl;

/// <summary>A payload to read: one aggregated record, filled with user records of one size under keys that are all different.</summary>
public sealed class KplInput
{
    private KplInput(string name, int maxSizeInBytes, int dataSize, int seed, bool keepUserRecords)
    {
        Name = name;
        var random = new Random(seed);
        var builder = new AggregatedRecordBuilder(maxSizeInBytes);
        var userRecords = new List<(string, byte[])>();
        while (true)
        {
            byte[] id = new byte[16];
            random.NextBytes(id);
            string partitionKey = new Guid(id).ToString();
            byte[] data = new byte[dataSize];
            random.NextBytes(data);
            if (!builder.TryAdd(partitionKey, data))
            {
                break;
            }

            UserRecordCount++;
            if (keepUserRecords)
            {
                userRecords.Add((partitionKey, data));
            }
        }

        UserRecords = userRecords;
        Payload = builder.Build().Data;
    }

    /// <summary>The four payloads that are read one by one.</summary>
    public static IReadOnlyList<KplInput> Singles { get; } =
    [
        new("1 MiB of 100 B", 1_048_576, 100, seed: 1, keepUserRecords: true),
        new("1 MiB of 1 KiB", 1_048_576, 1024, seed: 2, keepUserRecords: false),
        new("50 KiB of 10 kB", 51_200, 10_000, seed: 3, keepUserRecords: false),
        new("50 KiB of 100 B", 51_200, 100, seed: 4, keepUserRecords: false),
    ];

    /// <summary>Sixty-four payloads of 16 KiB, 32 KiB and so on to 1 MiB, of user records of 100 B, 1 KiB and 10 kB by turns.</summary>
    public static IReadOnlyList<KplInput> Batch { get; } =
        [.. Enumerable.Range(1, 64).Select(i => new KplInput($"batch {i}", i * 16_384, (i % 3) switch { 0 => 100, 1 => 1024, _ => 10_000 }, seed: 100 + i, keepUserRecords: false))];

    public string Name { get; }

    public byte[] Payload { get; }

    public int UserRecordCount { get; }

    /// <summary>What to write; kept of the input that is written only, for the collector walks over all that is there at each of its runs.</summary>
    public IReadOnlyList<(string PartitionKey, byte[] Data)> UserRecords { get; }

    public override string ToString() => Name;
}
