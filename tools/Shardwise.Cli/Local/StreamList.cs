using System.Globalization;

namespace Shardwise.Cli.Local;

/// <summary>Reads a list of streams such as <c>orders:4,clicks:on-demand</c>.</summary>
public static class StreamList
{
    /// <summary>Reads the list.</summary>
    /// <param name="text">The list; empty for none.</param>
    /// <exception cref="InputException">An entry is not one.</exception>
    public static IReadOnlyList<StreamSpec> Parse(string text)
    {
        StreamSpec[] streams = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)];
        return streams.GroupBy(stream => stream.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new InputException($"--streams has \"{twice.Key}\" twice")
            : streams;
    }

    private static StreamSpec ParseOne(string entry) => entry.Split(':') switch
    {
        [var name] => new StreamSpec(name, 1),
        [var name, "on-demand"] => new StreamSpec(name, null),
        [var name, var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var shards) =>
            new StreamSpec(name, shards),
        _ => throw new InputException($"--streams has \"{entry}\"; NAME:SHARDS or NAME:on-demand is needed, as in orders:4"),
    };
}
