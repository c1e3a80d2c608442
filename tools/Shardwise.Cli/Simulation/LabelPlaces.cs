namespace Shardwise.Cli.Simulation;

/// <summary>Places names beside points so that none lies over another or over a point.</summary>
/// <param name="left">The chart's left edge.</param>
/// <param name="right">Its right edge.</param>
/// <param name="top">Its upper edge.</param>
/// <param name="bottom">Its lower edge.</param>
internal sealed class LabelPlaces(double left, double right, double top, double bottom)
{
    private const double Radius = 5;
    private const double Gap = 8;

    private readonly List<(double Left, double Top, double Right, double Bottom)> taken = [];

    /// <summary>Keeps a point free.</summary>
    public void Keep(double x, double y) => taken.Add((x - Radius, y - Radius, x + Radius, y + Radius));

    /// <summary>Finds the free place that is nearest to a point, and takes it.</summary>
    /// <param name="x">The point's place across.</param>
    /// <param name="y">The point's place down.</param>
    /// <param name="text">The name.</param>
    /// <returns>Where the name's base line begins.</returns>
    public (double X, double Y) Place(double x, double y, string text)
    {
        var width = ChartFrame.WidthOf(text);
        var places =
            from row in Enumerable.Range(0, (int)((bottom - top) / ChartFrame.LetterHeight) * 2)
            let shift = (row + 1) / 2 * ChartFrame.LetterHeight * (row % 2 == 0 ? -1 : 1)
            from at in (double[])[x + Gap, x - Gap - width, Math.Clamp(x - (width / 2), left, Math.Max(left, right - width))]
            let box = (Left: at, Top: y + shift - (ChartFrame.LetterHeight / 2), Right: at + width, Bottom: y + shift + (ChartFrame.LetterHeight / 2))
            where box.Left >= left && box.Right <= right && box.Top >= top && box.Bottom <= bottom && taken.TrueForAll(other => AreApart(box, other))
            select box;
        var free = places.FirstOrDefault(
            (Left: x + Gap, Top: y - (ChartFrame.LetterHeight / 2), Right: x + Gap + width, Bottom: y + (ChartFrame.LetterHeight / 2)));
        taken.Add(free);
        return (free.Left, free.Bottom - 3);
    }

    private static bool AreApart(
        (double Left, double Top, double Right, double Bottom) one, (double Left, double Top, double Right, double Bottom) other) =>
        one.Right <= other.Left || other.Right <= one.Left || one.Bottom <= other.Top || other.Bottom <= one.Top;
}
