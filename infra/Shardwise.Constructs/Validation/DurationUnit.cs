namespace Shardwise.Constructs.Validation;

/// <summary>The unit in which a service counts a duration.</summary>
internal sealed record DurationUnit(string Name, string Symbol, TimeSpan Span)
{
    public static readonly DurationUnit Milliseconds = new("milliseconds", "ms", TimeSpan.FromMilliseconds(1));

    public static readonly DurationUnit Seconds = new("seconds", "s", TimeSpan.FromSeconds(1));

    public static readonly DurationUnit Minutes = new("minutes", "min", TimeSpan.FromMinutes(1));

    public static readonly DurationUnit Hours = new("hours", "h", TimeSpan.FromHours(1));

    public string Text(TimeSpan value) => $"{PropsCheck.Number(value / Span)} {Symbol}";
}
