using System.Globalization;

namespace Shardwise.Cli.Simulation;

/// <summary>How wide a chart is: a report has each twice, and shows the one whose letters are as large as those around it.</summary>
/// <param name="Class">The style that shows it or not.</param>
/// <param name="Width">Its width, in the pixels of the screen that it is for.</param>
internal sealed record ChartFrame(string Class, int Width)
{
    /// <summary>The widest that a letter of 11 pixels is on average, in pixels.</summary>
    public const double LetterWidth = 6.4;

    /// <summary>How high a line of such letters is.</summary>
    public const double LetterHeight = 12;

    /// <summary>For a desk, and for a phone.</summary>
    public static IReadOnlyList<ChartFrame> Both { get; } = [new("wide", 1_040), new("narrow", 360)];

    /// <summary>How wide a text is, at most.</summary>
    public static double WidthOf(string text) => text.Length * LetterWidth;

    /// <summary>Round numbers from 0 to a greatest value, at most as many as are wanted.</summary>
    /// <param name="most">The greatest value, more than 0.</param>
    /// <param name="count">How many at most, beside the 0.</param>
    public static IReadOnlyList<double> Ticks(double most, int count)
    {
        var rough = most / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((double[])[1, 2, 5, 10]).First(round => round * power >= rough - 1e-12);
        return [.. Enumerable.Range(0, (int)Math.Floor((most / step) + 1e-9) + 1).Select(tick => tick * step)];
    }

    /// <summary>A tick as a label: with as many digits behind the point as the steps need, thousands parted.</summary>
    public static string Label(double value, IReadOnlyList<double> ticks)
    {
        var step = ticks.Count > 1 ? ticks[1] : 1;
        var digits = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        return value.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
