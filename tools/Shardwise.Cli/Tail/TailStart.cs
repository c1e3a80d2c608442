using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.Kinesis;

namespace Shardwise.Cli.Tail;

/// <summary>Where a stream is read from.</summary>
/// <param name="Type">How Kinesis calls it.</param>
/// <param name="Time">With <c>AT_TIMESTAMP</c>: when, UTC.</param>
internal sealed partial record TailStart(ShardIteratorType Type, DateTimeOffset? Time = null)
{
    private const string Allowed =
        "allowed is tip, start, a time such as 2026-11-20T11:05:00Z, or how long ago, such as 30s, 15m, 2h or 1d";

    /// <summary>In words for a person.</summary>
    public string Description => Time is { } time ? string.Create(CultureInfo.InvariantCulture, $"from {time:yyyy-MM-ddTHH:mm:ss.FFFZ}")
        : Type == ShardIteratorType.LATEST ? "from the tip" : "from the start";

    /// <exception cref="InputException">It is none of what is allowed.</exception>
    public static TailStart Parse(string text, DateTimeOffset now)
    {
        switch (text)
        {
            case "tip":
                return new(ShardIteratorType.LATEST);
            case "start":
                return new(ShardIteratorType.TRIM_HORIZON);
        }

        var time = Ago().Match(text) is { Success: true } ago && long.TryParse(ago.Groups[1].Value, CultureInfo.InvariantCulture, out var count)
            ? now - TimeSpan.FromSeconds(count * SecondsOf(ago.Groups[2].Value))
            : Instant().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var given)
                ? given.ToUniversalTime()
                : throw new InputException($"--from is \"{text}\"; {Allowed}");
        return time <= now
            ? new(ShardIteratorType.AT_TIMESTAMP, time)
            : throw new InputException($"--from is \"{text}\"; a time that is past is allowed");
    }

    private static int SecondsOf(string unit) => unit switch { "s" => 1, "m" => 60, "h" => 3_600, _ => 86_400 };

    [GeneratedRegex(@"\A(\d{1,5})([smhd])\z")]
    private static partial Regex Ago();

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?\z")]
    private static partial Regex Instant();
}
