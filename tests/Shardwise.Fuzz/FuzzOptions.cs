using System.Globalization;

namespace Shardwise.Fuzz;

/// <summary>What to fuzz, for how long, from which seed.</summary>
internal sealed record FuzzOptions
{
    /// <summary>The names of the targets; none is all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Minutes over all targets together.</summary>
    public double Minutes { get; init; } = 1;

    /// <summary>The first round's seed; each further round has the next.</summary>
    public int Seed { get; init; }

    /// <summary>Ends after so many rounds a target; <see langword="null"/> is as many as the time allows.</summary>
    public int? Rounds { get; init; }

    /// <exception cref="ArgumentException">An argument is not understood; the message says which and what is allowed.</exception>
    public static FuzzOptions Read(string[] arguments, IReadOnlyCollection<string> names)
    {
        // Another seed each time, so that runs add up; it is printed, so that any of them comes again.
        var options = new FuzzOptions { Seed = Random.Shared.Next(1, 1_000_000_000) };
        for (var i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--minutes" => options with { Minutes = Number(arguments, ++i, 0.01, 10_000) },
                "--seed" => options with { Seed = (int)Number(arguments, ++i, 0, int.MaxValue) },
                "--rounds" => options with { Rounds = (int)Number(arguments, ++i, 1, int.MaxValue) },
                var name when names.Contains(name) => options with { Targets = [.. options.Targets, name] },
                var other => throw new ArgumentException($"fuzz: '{other}' is no target or option: allowed are {string.Join(", ", names)}, --minutes N, --seed N, --rounds N."),
            };
        }

        return options;
    }

    private static double Number(string[] arguments, int place, double least, double most)
    {
        var given = place < arguments.Length ? arguments[place] : "";
        return double.TryParse(given, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"fuzz: {arguments[place - 1]} is '{given}': a number from {least} to {most} is needed."));
    }
}
