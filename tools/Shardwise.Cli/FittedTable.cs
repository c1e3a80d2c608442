using Spectre.Console;

namespace Shardwise.Cli;

/// <summary>A table that drops columns where a terminal is too narrow, instead of breaking its words; what was dropped is said below it.</summary>
/// <param name="title">What stands above it.</param>
/// <param name="columns">Its columns from left to right.</param>
internal sealed class FittedTable(string title, params FittedColumn[] columns)
{
    // A blank at the right of each, the line's own at its left, and one between two.
    private const int RoomBesideCell = 2;
    private const int RoomBesideRow = 1;

    private readonly List<string[]> rows = [];

    /// <summary>Adds a row, a cell a column.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>Writes it.</summary>
    public void Write(IAnsiConsole console)
    {
        var widths = columns.Select((column, at) => rows.Select(row => row[at].Length).Append(column.Name.Length).Max()).ToArray();
        var shown = Enumerable.Range(0, columns.Length).ToList();
        var dropped = new List<int>();
        while (shown.Sum(at => widths[at] + RoomBesideCell) + RoomBesideRow > console.Profile.Width
            && shown.MaxBy(at => columns[at].Rank) is var next && columns[next].Rank > 0)
        {
            shown.Remove(next);
            dropped.Add(next);
        }

        var table = new Table { Title = new TableTitle(Markup.Escape(title)), Border = TableBorder.Simple };
        foreach (var at in shown)
        {
            var column = new TableColumn(columns[at].Name).NoWrap().Padding(0, 1);
            table.AddColumn(columns[at].IsText ? column : column.RightAligned());
        }

        rows.ForEach(row => table.AddRow([.. shown.Select(at => Markup.Escape(row[at]))]));
        console.Write(table);
        if (dropped.Count > 0)
            console.WriteProse($"(not shown for the terminal's width: {string.Join(", ", dropped.Order().Select(at => columns[at].Name))})");
    }
}
