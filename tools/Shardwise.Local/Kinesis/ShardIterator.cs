using System.Globalization;
using System.Text;

namespace Shardwise.Local;

/// <summary>
/// The iterator that the front hands out: the emulator's own, with the shard it reads (which the emulator's keeps secret) and how much the reader at the tip knows.
/// </summary>
/// <param name="StreamName">The stream.</param>
/// <param name="ShardId">The shard.</param>
/// <param name="TipVersion">The shard's version when its tip was read; -1 when the reader is not at the tip.</param>
/// <param name="IssuedAt">When the emulator's iterator was made, real time in Unix seconds.</param>
/// <param name="Inner">The emulator's iterator.</param>
internal sealed record ShardIterator(string StreamName, string ShardId, long TipVersion, long IssuedAt, string Inner)
{
    // The emulator's iterators live five minutes; one at the tip is renewed well before.
    private const int TrustSeconds = 120;

    public bool IsAtTip(ShardTraffic shard, long nowSeconds) => TipVersion == shard.Version && nowSeconds - IssuedAt < TrustSeconds;

    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{StreamName}|{ShardId}|{TipVersion}|{IssuedAt}|{Inner}")));

    /// <exception cref="AwsError">The text is not an iterator of the front.</exception>
    public static ShardIterator Parse(string? text)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(text ?? "")).Split('|');
            return new ShardIterator(parts[0], parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture), long.Parse(parts[3], CultureInfo.InvariantCulture), parts[4]);
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw AwsError.InvalidArgument("Invalid ShardIterator.");
        }
    }
}
