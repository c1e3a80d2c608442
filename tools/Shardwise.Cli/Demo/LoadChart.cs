using System.Globalization;
using System.Text;

namespace Shardwise.Cli.Demo;

/// <summary>Draws load against capacity over the minutes of a run, as lines of Spectre markup.</summary>
public static class LoadChart
{
    private const string AcceptedColor = "dodgerblue1";
    private const string ThrottledColor = "red";
    private const string CapacityColor = "yellow";
    private const string AheadColor = "grey50";
    private const int LabelWidth = 4;
    private const char Throttled = '▒';
    private const string Eighths = " ▁▂▃▄▅▆▇█";

    /// <summary>What is counted upwards, and what the signs mean, which differ without colours too; one line.</summary>
    public const string Legend =
        $"shards ↑   [{AcceptedColor}]█[/] accepted   [{ThrottledColor}]▒[/] throttled   [{CapacityColor}]─[/] capacity (open)   [{AheadColor}]·[/] "
        + "offered, to come";

    private readonly record struct Column(double Accepted, double Throttled, double? Capacity, double Ahead);

    private readonly record struct Cell(char Glyph, string Style);

    /// <summary>Draws the chart.</summary>
    /// <param name="minutes">The load so far.</param>
    /// <param name="offered">The offered load of every minute, in shard-equivalents.</param>
    /// <param name="width">Columns, the scale at the left included.</param>
    /// <param name="height">Lines, without the axis below.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<LoadMinute> minutes, IReadOnlyList<double> offered, int width, int height)
    {
        var total = Math.Max(minutes.Count, offered.Count);
        var columns = Enumerable.Range(0, width - LabelWidth - 1)
            .Select(at => ColumnAt(at, width - LabelWidth - 1, total, minutes, offered)).ToArray();
        var top = Math.Ceiling(Math.Max(offered.Max(), columns.Max(column => column.Capacity ?? 0)) + 0.5);
        var step = top / height;
        for (var row = height - 1; row >= 0; row--)
        {
            var label = row == height - 1 || row == height / 2 || row == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{step * (row + 0.5),LabelWidth - 1:0} ")
                : "    ";
            yield return $"[grey70]{label}[/]│" + Join(columns.Select(column => CellAt(column, row * step, step)));
        }

        yield return "[grey70]" + Axis(width - LabelWidth - 1, total) + "[/]";
    }

    private static Column ColumnAt(int at, int columns, int total, IReadOnlyList<LoadMinute> minutes, IReadOnlyList<double> offered)
    {
        var from = at * total / columns;
        var to = Math.Max(from + 1, (at + 1) * total / columns);
        if (from >= minutes.Count)
        {
            return new Column(0, 0, null, offered.Skip(from).Take(to - from).DefaultIfEmpty().Average());
        }

        List<LoadMinute> past = [.. minutes.Skip(from).Take(to - from)];
        return new Column(past.Average(minute => minute.Accepted), past.Average(minute => minute.Throttled), past[^1].Capacity, 0);
    }

    private static Cell CellAt(Column column, double low, double step)
    {
        var isThrottled = column.Accepted <= low;
        var color = isThrottled ? ThrottledColor : AcceptedColor;
        var filled = (column.Accepted + column.Throttled - low) / step;
        if (column.Capacity > low && column.Capacity <= low + step)
        {
            return new Cell('─', filled >= 1 ? $"{CapacityColor} on {color}" : CapacityColor);
        }

        if (column.Ahead > low && column.Ahead <= low + step)
        {
            return new Cell('·', AheadColor);
        }

        return filled <= 0 ? new Cell(' ', "")
            : isThrottled ? new Cell(Throttled, color)
            : new Cell(Eighths[(int)Math.Clamp(Math.Ceiling(filled * 8), 1, 8)], color);
    }

    // Neighbours of one style share a tag: the frame stays small enough to be parsed and sent several times a second.
    private static string Join(IEnumerable<Cell> cells)
    {
        var line = new StringBuilder();
        var style = "";
        foreach (var cell in cells)
        {
            if (cell.Style != style)
            {
                line.Append(style.Length > 0 ? "[/]" : "").Append(cell.Style.Length > 0 ? $"[{cell.Style}]" : "");
                style = cell.Style;
            }

            line.Append(cell.Glyph);
        }

        return line.Append(style.Length > 0 ? "[/]" : "").ToString();
    }

    private static string Axis(int columns, int total)
    {
        var axis = new StringBuilder(new string(' ', LabelWidth)).Append('└').Append('─', columns);
        for (var quarter = 0; quarter <= 3; quarter++)
        {
            var label = string.Create(CultureInfo.InvariantCulture, $"{quarter * total / 4} min");
            axis.Remove(LabelWidth + 1 + (quarter * columns / 4), label.Length).Insert(LabelWidth + 1 + (quarter * columns / 4), label);
        }

        return axis.ToString();
    }
}
