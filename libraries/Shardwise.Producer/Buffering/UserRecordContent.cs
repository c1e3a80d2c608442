using System.Text;
using Shardwise.Kpl;

namespace Shardwise.Producer;

/// <summary>What a caller gave.</summary>
internal readonly record struct UserRecordContent(string? PartitionKey, ReadOnlyMemory<byte> Data, string? ExplicitHashKey)
{
    // The API reference of PutRecords: a partition key is 1 to 256 characters, an explicit hash key 0|([1-9]\d{0,38}).
    private const int LongestPartitionKey = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What Kinesis counts: data and partition key, in bytes.</summary>
    public long Size => (long)Data.Length + (PartitionKey is null ? 0 : StrictUtf8.GetByteCount(PartitionKey));

    /// <summary>What decides the shard; 0 where nothing does.</summary>
    public UInt128 HashKey => Of(PartitionKey, ExplicitHashKey);

    /// <summary>What decides the shard of a record with these keys; 0 where nothing does.</summary>
    public static UInt128 Of(string? partitionKey, string? explicitHashKey) =>
        explicitHashKey is not null && Kpl.HashKey.TryParse(explicitHashKey, out UInt128 hashKey) ? hashKey
        : partitionKey is not null ? Kpl.HashKey.Of(partitionKey)
        : 0;

    /// <exception cref="ArgumentException">A key is one that Kinesis never takes.</exception>
    public void CheckKeys()
    {
        if (PartitionKey?.Length is < 1 or > LongestPartitionKey)
        {
            throw new ArgumentException(
                $"The partition key has {PartitionKey.Length} characters; 1 to {LongestPartitionKey} are allowed.", "partitionKey");
        }

        try
        {
            StrictUtf8.GetByteCount(PartitionKey ?? "");
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("The partition key has half of a surrogate pair in it; it must be Unicode text.", "partitionKey", exception);
        }

        if (ExplicitHashKey is not null
            && (!Kpl.HashKey.TryParse(ExplicitHashKey, out _) || (ExplicitHashKey[0] == '0' && ExplicitHashKey.Length > 1)))
        {
            throw new ArgumentException(
                $"The explicit hash key is \"{ExplicitHashKey}\"; a decimal number from 0 to 2^128 - 1 without leading zeros is allowed.",
                "explicitHashKey");
        }
    }
}
