namespace Shardwise.Scaling.Planning;

/// <summary>What is known of the traffic's past.</summary>
/// <param name="Periods">Mean demand by period, gaps filled, oldest first.</param>
/// <param name="TimeOfFirst">Which period of a day and week the first one is.</param>
/// <param name="Learned">How well it can be foreseen.</param>
internal sealed record Habits(double[] Periods, int TimeOfFirst, Learned Learned)
{
    /// <summary>Whether a day and a half is known: before that, nothing is known of days.</summary>
    public bool KnowsDays => Periods.Length > 1.5 * Learned.DayPeriods;

    /// <summary>The largest demand of the last day.</summary>
    public double DayPeak => Periods.Skip(Periods.Length - Learned.DayPeriods).Max();
}
