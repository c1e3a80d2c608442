namespace Shardwise.Scaling.Planning;

/// <summary>
/// What it is taken to cost to have few operations left: less with each that is left beyond what the way up to the peak needs and what a
/// day needs unforeseen.
/// </summary>
internal sealed class SpentRisk
{
    private readonly PlanningSetting _setting;
    private readonly PlanContext _context;
    private readonly double[] _decay;
    private readonly double _power;
    private readonly double _unforeseen;
    private readonly double _price;
    private double _peak;
    private double _peakOfLevels = double.NaN;
    private int _ahead = Slots.Minutes.Sum();

    public SpentRisk(PlanningSetting setting, PlanContext context, int budget)
    {
        (_setting, _context, _peak) = (setting, context, context.DayPeak);
        _decay = [.. Enumerable.Range(0, budget + 1).Select(left => Math.Pow(setting.SpentDecay, left))];
        _price = setting.SpentFactor * (context.StepsADay > 0 ? setting.SpentShareWithSplits : setting.SpentShare);
        // So that a doubling on the way up weighs as much as an operation left.
        _power = -Math.Log(setting.SpentDecay, context.Limits.GrowthFactor);
        _unforeseen = context.Surprise * Math.Max(setting.UnforeseenOperations, setting.UsedAgain * context.LatelyUsed);
        (ByLeft, ByLevel) = (new double[budget + 1], new double[context.Levels.Length]);
    }

    public double Scale { get; private set; }
    public double[] ByLeft { get; }
    public double[] ByLevel { get; }

    /// <summary>Goes back in time to a slot; its peak ahead is the largest demand of the slots seen so far.</summary>
    public void GoBack(int slot, double demand, double mean)
    {
        _peak = Math.Max(_peak, demand);
        _ahead -= Slots.Minutes[slot];
        Scale = Slots.Minutes[slot] * mean;
        var needed = Math.Pow(_setting.SpentDecay, -_unforeseen * _ahead / 1_440);
        for (var left = 0; left < ByLeft.Length; left++)
            ByLeft[left] = _price * Scale * needed * _decay[left];
        var peak = (1 + _setting.PeakMargin * _context.Surprise) * _peak;
        if (peak == _peakOfLevels)
            return;
        _peakOfLevels = peak;
        for (var i = 0; i < ByLevel.Length; i++)
            ByLevel[i] = Math.Pow(Math.Max(1, peak / _context.Levels[i]), _power);
    }
}
