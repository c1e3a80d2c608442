using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Shardwise.Local.Firehose;

/// <summary>Ids of records. Those that a caller is given and those that a function sees are not the same, as at the service.</summary>
internal static class RecordIds
{
    private const int CallerBytes = 165;

    private static readonly BigInteger First =
        BigInteger.Parse("49546986683135544286507457936321625675700192471156785154", CultureInfo.InvariantCulture);

    private static readonly BigInteger Start = First + new BigInteger(RandomNumberGenerator.GetBytes(8), isUnsigned: true);
    private static long _count;

    /// <summary>The id that a function sees: 56 digits, and six for the record within an aggregate.</summary>
    public static string Next() => Of((Start + Interlocked.Increment(ref _count)).ToString(CultureInfo.InvariantCulture), 0);

    public static string Of(string sequenceNumber, int subsequenceNumber) =>
        sequenceNumber + subsequenceNumber.ToString("000000", CultureInfo.InvariantCulture);

    /// <summary>The id that PutRecord answers: opaque.</summary>
    public static string ForCaller() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(CallerBytes));
}
