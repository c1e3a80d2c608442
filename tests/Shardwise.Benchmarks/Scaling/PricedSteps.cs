namespace Shardwise.Benchmarks.Scaling;

/// <summary>
/// The cheapest way from every count to every other by splits and merges at a price each. From n to m ranges they are n + m - 2 gcd(n, m), half a
/// minute each, in which the difference of both counts is paid for.
/// </summary>
internal sealed class PricedSteps
{
    private readonly int _most;
    private readonly double _price;

    // What a sequence costs falls apart into a part of the one count and a part of the other, for each divisor that they have in common; the greatest
    // such divisor makes it the least, so that the least over all of them is right.
    private readonly double[] _lower;
    private readonly double[] _upper;

    public PricedSteps(int most, double price)
    {
        (_most, _price) = (most, price);
        _lower = [.. Enumerable.Range(0, most + 1).Select(n => price * n - n * n / 2.0)];
        _upper = [.. Enumerable.Range(0, most + 1).Select(n => price * n + n * n / 2.0)];
    }

    /// <summary>Takes the lesser, by count, of what is there and what a way up from a lesser count comes to.</summary>
    public void Up(double[] from, double[] to)
    {
        for (var divisor = 1; 2 * divisor <= _most; divisor++)
        {
            var (best, both) = (double.PositiveInfinity, 2 * _price * divisor);
            for (var n = divisor; n <= _most; n += divisor)
            {
                to[n] = Math.Min(to[n], best + _upper[n] - divisor * n - both);
                best = Math.Min(best, from[n] + _lower[n] + divisor * n);
            }
        }

        // Beyond the last count: a step a shard is the least that it can be.
        for (var n = 1; n <= _most; n++)
            to[_most + 1] = Math.Min(to[_most + 1], from[n] + Beyond(n));
    }

    /// <summary>The same by ways down from greater counts.</summary>
    public void Down(double[] from, double[] to)
    {
        for (var divisor = 1; 2 * divisor <= _most; divisor++)
        {
            var (best, both) = (double.PositiveInfinity, 2 * _price * divisor);
            for (var n = _most / divisor * divisor; n > 0; n -= divisor)
            {
                to[n] = Math.Min(to[n], best + _lower[n] + divisor * n - both);
                best = Math.Min(best, from[n] + _upper[n] - divisor * n);
            }
        }

        for (var n = 1; n <= _most; n++)
            to[n] = Math.Min(to[n], from[_most + 1] + Beyond(n));
    }

    private double Beyond(int n) => (_most + 1 - n) * (_price + (_most + 1 - n) / 2.0);
}
