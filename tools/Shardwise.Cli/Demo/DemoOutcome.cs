using System.Globalization;

namespace Shardwise.Cli.Demo;

/// <summary>How the demo ended: every user record counted by its id.</summary>
public sealed record DemoOutcome
{
    private const int NamedIds = 5;

    /// <summary>Ids that Kinesis accepted.</summary>
    public required int In { get; init; }

    /// <summary>Ids in the output objects.</summary>
    public required int Out { get; init; }

    /// <summary>Ids in the dead letters.</summary>
    public required int Dead { get; init; }

    /// <summary>Ids found more than once in the output objects.</summary>
    public required int Duplicated { get; init; }

    /// <summary>Accepted ids that are neither in the output nor in the dead letters.</summary>
    public required int Lost { get; init; }

    /// <summary>The stream's open shards at the start and after each reshard.</summary>
    public required IReadOnlyList<int> Shards { get; init; }

    /// <summary>Who made the duplicates, a line; <c>null</c> when there are none.</summary>
    public string? Duplicates { get; init; }

    /// <summary>What of all this ran slower than it should, a line; <c>null</c> when nothing did.</summary>
    public string? Slow { get; init; }

    /// <summary>What does not add up, in order of weight; empty when all is well.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The demo's last line.</summary>
    public string Line
    {
        get
        {
            var counts = string.Create(
                CultureInfo.InvariantCulture,
                $"in={In} out={Out} dead={Dead} duplicated={Duplicated} lost={Lost} shards={string.Join("->", Shards)}");
            return Problems.Count == 0 ? $"demo: OK {counts}" : $"demo: FAILED {counts}: {string.Join("; ", Problems)}";
        }
    }

    /// <summary>Compares what went in with what arrived, id by id.</summary>
    /// <param name="offered">User records that the producer was to send.</param>
    /// <param name="accepted">What Kinesis accepted.</param>
    /// <param name="delivered">What arrived.</param>
    /// <param name="shards">Open shards at the start and after each reshard.</param>
    /// <param name="minuteOf">The minute in which a click was offered.</param>
    /// <param name="isMalformed">Whether a click is one that a consumer is to set aside.</param>
    public static DemoOutcome Count(
        int offered, AcceptedIds accepted, DeliveredIds delivered, IReadOnlyList<int> shards, Func<int, int> minuteOf, Func<int, bool> isMalformed)
    {
        List<int> lost = [.. accepted.Ids.Except(delivered.Output, delivered.DeadLetters)];
        List<int> twofold = [.. delivered.Output.Intersect(delivered.DeadLetters)];
        List<int> wronglyDead = [.. delivered.DeadLetters.Except(delivered.Output, delivered.Output).Where(number => !isMalformed(number))];
        List<int> outputUnknown = [.. delivered.Output.Except(accepted.Ids, delivered.DeadLetters)];
        List<int> deadUnknown = [.. delivered.DeadLetters.Except(accepted.Ids, delivered.Output)];
        var problems = new List<string>();
        Report(problems, lost, "lost", number => $"{Name(number)} (minute {minuteOf(number)}, {accepted.ShardOf(number)})");
        Report(problems, twofold, "both in the output and in the dead letters", Name);
        Report(problems, wronglyDead, "set aside though they are well-formed"
            + (delivered.Reason is { } reason ? $", the last because of: {reason}" : ""), Name);
        Report(problems, [.. outputUnknown, .. deadUnknown], "delivered and never accepted", Name);
        if (accepted.Ids.Count < offered)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{offered - accepted.Ids.Count} offered and never accepted"));
        }

        return new DemoOutcome
        {
            In = accepted.Ids.Count,
            Out = delivered.Output.Count,
            Dead = delivered.DeadLetters.Count,
            Duplicated = delivered.Duplicated.Count,
            Lost = lost.Count,
            Shards = shards,
            Problems = problems,
        };
    }

    private static void Report(List<string> problems, List<int> numbers, string what, Func<int, string> describe)
    {
        if (numbers.Count > 0)
        {
            var rest = numbers.Count > NamedIds ? ", ..." : "";
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{numbers.Count} {what}: {string.Join(", ", numbers.Take(NamedIds).Select(describe))}{rest}"));
        }
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"click-{number:000000000}");
}
