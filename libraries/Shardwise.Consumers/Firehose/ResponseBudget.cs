using System.Text;

namespace Shardwise.Consumers;

/// <summary>
/// The bytes of a response that are still free, once every record has room for the shortest answer that names it.
/// </summary>
internal sealed class ResponseBudget
{
    // Lambda takes 6 MB of response: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, which is 6,291,456 bytes.
    // The twentieth left over is for what a serializer other than the standard one may escape.
    public const int MostBytes = 6_000_000;

    private const int Envelope = 64;

    // {"recordId":"","result":"ProcessingFailed","data":"","metadata":{"partitionKeys":{}}},
    private const int Entry = 88;

    private long _left;

    public ResponseBudget(IReadOnlyList<FirehoseEventRecord> records)
    {
        _left = MostBytes - Envelope;
        foreach (var record in records)
        {
            _left -= Entry + Escaped(record.RecordId);
        }

        Whole = _left;
    }

    /// <summary>What one result could take if no other took anything.</summary>
    public long Whole { get; }

    public bool TryTake(long size)
    {
        if (size > _left)
        {
            return false;
        }

        _left -= size;
        return true;
    }

    public static long SizeOf(FirehoseResult result)
    {
        long size = 4L * ((result.Data.Length + 2) / 3);
        foreach (var (name, value) in result.PartitionKeys ?? new Dictionary<string, string>())
        {
            size += Escaped(name) + Escaped(value) + "\"\":\"\",".Length;
        }

        return size;
    }

    private static long Escaped(string text) => Ascii.IsValid(text) && !text.AsSpan().ContainsAny('"', '\\') && !HasControls(text)
        ? text.Length
        : 6L * text.Length;

    private static bool HasControls(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001F');
}
