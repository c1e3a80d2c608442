namespace Shardwise.Scaling.Planning;

/// <summary>
/// What it is taken to cost to have few operations left: less with each that is left beyond what the way up to the peak needs and what a
/// day needs unforeseen.
/// </summary>
internal sealed class SpentRisk
{
    // However few operations are left, a minute costs no more than so many times the demand.
    private const double Most = 10;

    private readonly PlanningSetting _setting;
    private readonly PlanContext _context;
    private readonly double[] _decay;
    private readonly double _power;
    private readonly double[] _byLeft;
    private readonly double[] _byLevel;
    private readonly double _unforeseen;
    private readonly double _price;
    private double _peak;
    private double _scale;
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
        (_byLeft, _byLevel) = (new double[budget + 1], new double[context.Levels.Length]);
    }

    /// <summary>What the slot is taken to cost with so many operations left, at a level.</summary>
    public double Of(int left, int level) => Math.Min(Most * _scale, _byLeft[left] * _byLevel[level]);

    /// <summary>Goes back in time to a slot; its peak ahead is the largest demand of the slots seen so far.</summary>
    public void GoBack(int slot, double demand, double mean)
    {
        _peak = Math.Max(_peak, demand);
        _ahead -= Slots.Minutes[slot];
        _scale = Slots.Minutes[slot] * mean;
        var needed = Math.Pow(_setting.SpentDecay, -_unforeseen * _ahead / 1_440);
        for (var left = 0; left < _byLeft.Length; left++)
            _byLeft[left] = _price * _scale * needed * _decay[left];
        var peak = (1 + _setting.PeakMargin * _context.Surprise) * _peak;
        if (peak == _peakOfLevels)
            return;
        _peakOfLevels = peak;
        for (var i = 0; i < _byLevel.Length; i++)
            _byLevel[i] = Math.Pow(Math.Max(1, peak / _context.Levels[i]), _power);
    }
}
