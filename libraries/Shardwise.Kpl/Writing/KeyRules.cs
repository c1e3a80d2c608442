using System.Text;

namespace Shardwise.Kpl;

/// <summary>What Kinesis takes as keys. Source: the API reference of PutRecord.</summary>
internal static class KeyRules
{
    public const int LongestPartitionKey = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks the length of a partition key; whether it is Unicode text shows when it is encoded.</summary>
    public static void CheckPartitionKey(string partitionKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        if (partitionKey.Length is < 1 or > LongestPartitionKey)
        {
            throw new ArgumentException(
                $"The partition key has {partitionKey.Length} characters; 1 to {LongestPartitionKey} are allowed.", nameof(partitionKey));
        }
    }

    /// <summary>Writes a partition key as UTF-8.</summary>
    /// <returns>Its length, in bytes.</returns>
    public static int EncodeNonAscii(string partitionKey, Span<byte> destination)
    {
        try
        {
            return StrictUtf8.GetBytes(partitionKey, destination);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException(
                "The partition key has half of a surrogate pair in it; it must be Unicode text.", nameof(partitionKey), exception);
        }
    }

    public static void CheckExplicitHashKey(string? explicitHashKey)
    {
        if (explicitHashKey is null || IsCanonical(explicitHashKey))
        {
            return;
        }

        throw new ArgumentException(
            $"The explicit hash key is \"{explicitHashKey}\"; a decimal number from 0 to 2^128 - 1 without leading zeros is allowed.",
            nameof(explicitHashKey));
    }

    /// <summary>Kinesis wants <c>0|([1-9]\d{0,38})</c>.</summary>
    private static bool IsCanonical(string explicitHashKey) =>
        HashKey.TryParse(explicitHashKey, out _) && (explicitHashKey[0] != '0' || explicitHashKey.Length == 1);
}
