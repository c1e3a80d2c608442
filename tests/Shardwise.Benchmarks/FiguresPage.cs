using Shardwise.Benchmarks.Kpl;

namespace Shardwise.Benchmarks;

/// <summary>docs/figures.md, in which each benchmark keeps its tables between two marks of its own.</summary>
internal static class FiguresPage
{
    /// <summary>Writes a part anew; one that is new comes after the last whose name begins with the same word.</summary>
    /// <exception cref="InvalidOperationException">The page has no place for it.</exception>
    public static void Write(string part, string text)
    {
        var path = Path.Combine(KplRun.RepositoryFolder, "docs", "figures.md");
        var page = File.ReadAllText(path);
        var (begin, end) = ($"<!-- {part}:begin -->\n", $"<!-- {part}:end -->");
        var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
        if (from >= 0 && to > from)
        {
            File.WriteAllText(path, $"{page[..(from + begin.Length)]}{text}{page[to..]}");
            return;
        }

        var last = page.LastIndexOf($"<!-- {part.Split(' ')[0]} ", StringComparison.Ordinal);
        last = last < 0 ? -1 : page.IndexOf('\n', last);
        if (last < 0)
        {
            throw new InvalidOperationException($"docs/figures.md has no place for the table: a line <!-- {part}:begin --> and after it a line {end}.");
        }

        File.WriteAllText(path, $"{page[..(last + 1)]}\n{begin}{text}{end}\n{page[(last + 1)..]}");
    }
}
