using System.Globalization;

namespace Shardwise.Consumers;

/// <summary>How many deliveries user records have outlasted, <c>7:2,9:1</c>: their sub-sequence numbers, and each one's count.</summary>
internal static class OutlastedText
{
    public static string Of(IReadOnlyDictionary<int, int> outlasted) =>
        string.Join(
            ',', outlasted.OrderBy(entry => entry.Key).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}:{entry.Value}")));

    public static Dictionary<int, int> Parse(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split(':'))
        .ToDictionary(parts => int.Parse(parts[0], CultureInfo.InvariantCulture), parts => int.Parse(parts[1], CultureInfo.InvariantCulture));
}
