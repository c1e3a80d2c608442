using System.Globalization;

namespace Shardwise.Consumers;

/// <summary>Numbers as texts that sort as the numbers do.</summary>
internal static class Sortable
{
    // Sequence numbers have 56 digits; the service promises up to 128: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Record.html
    private const int SequenceDigits = 128;
    private const int SubSequenceDigits = 10;

    /// <summary>How long each position is.</summary>
    public const int PositionLength = SequenceDigits + 1 + SubSequenceDigits;

    public static string Sequence(string sequenceNumber) => sequenceNumber.PadLeft(SequenceDigits, '0');

    public static string Position(string sequenceNumber, int subSequenceNumber) =>
        $"{Sequence(sequenceNumber)}:{subSequenceNumber.ToString(CultureInfo.InvariantCulture).PadLeft(SubSequenceDigits, '0')}";
}
