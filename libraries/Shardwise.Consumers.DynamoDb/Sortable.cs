using System.Globalization;

namespace Shardwise.Consumers;

/// <summary>Numbers as texts that sort as the numbers do.</summary>
internal static class Sortable
{
    // Sequence numbers have 56 digits; the service promises up to 128: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Record.html
    private const int SequenceDigits = 128;
    private const int SubSequenceDigits = 10;

    /// <summary>How long a position is at most.</summary>
    public const int PositionLength = SequenceDigits + 2 * (1 + SubSequenceDigits);

    public static string Sequence(string sequenceNumber) => sequenceNumber.PadLeft(SequenceDigits, '0');

    // A record's further parts sort behind its first, whose position is a prefix of theirs.
    public static string Position<T>(SinkItem<T> item) =>
        $"{Sequence(item.Position.SequenceNumber)}:{Place(item.SubSequenceNumber)}{(item.Part == 0 ? "" : $":{Place(item.Part)}")}";

    private static string Place(int place) => place.ToString(CultureInfo.InvariantCulture).PadLeft(SubSequenceDigits, '0');
}
