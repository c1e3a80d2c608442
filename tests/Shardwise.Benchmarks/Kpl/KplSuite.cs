namespace Shardwise.Benchmarks.Kpl;

/// <summary>Measures in this process, a round of each by turns, so that what disturbs the machine disturbs all that is compared alike.</summary>
internal static class KplSuite
{
    private const int WarmUpRounds = 20;

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(50);

    public static List<KplMeasurement> Run(bool quick, IEnumerable<KplPath> paths)
    {
        int rounds = quick ? 10 : 40;
        var figures = new List<KplMeasurement>();
        foreach (IGrouping<(string Work, string Input), KplPath> compared in paths.GroupBy(path => path.Group))
        {
            // What runs is compiled twice, the second time in the background, which takes a while on a machine that is busy, before it is as fast as it gets.
            for (int warmUp = 0; warmUp < WarmUpRounds; warmUp++)
            {
                foreach (KplPath path in compared)
                {
                    path.Settle(Round);
                }
            }

            for (int round = 0; round < rounds; round++)
            {
                foreach (KplPath path in compared)
                {
                    path.Round();
                }
            }

            figures.AddRange(compared.Select(path => path.Measured()));
        }

        return figures;
    }
}
