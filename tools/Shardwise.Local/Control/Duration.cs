using System.Globalization;

namespace Shardwise.Local.Control;

/// <summary>Durations as people write them: <c>30s</c>, <c>90m</c>, <c>2h</c>, <c>1d</c>.</summary>
internal static class Duration
{
    /// <exception cref="ControlException">It is none.</exception>
    public static TimeSpan Parse(string text, string name) =>
        text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && Unit(text[^1]) is { } unit && number * unit.TotalDays is > 0 and <= 3650
                ? number * unit
                : throw new ControlException($"{name} is '{text}'; a number and s, m, h or d is needed, as in 2h, up to 3650d");

    private static TimeSpan? Unit(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
