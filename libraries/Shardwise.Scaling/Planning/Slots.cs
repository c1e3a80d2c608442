namespace Shardwise.Scaling.Planning;

/// <summary>How the day ahead is cut: by minutes at first, by hours later.</summary>
internal static class Slots
{
    /// <summary>Lengths in minutes. The first is the one minute that an operation now, and none a minute later, can still help.</summary>
    public static readonly int[] Minutes =
        [1, 5, 5, 5, 10, 10, 10, 15, 15, 15, 15, 20, 20, 30, .. Enumerable.Repeat(30, 14), .. Enumerable.Repeat(60, 14)];

    /// <summary>By slot, and one for after the last: operations that come back by its start.</summary>
    public static int[] Returns(Observation observation)
    {
        var returns = new int[Minutes.Length + 1];
        foreach (var operation in observation.Operations)
        {
            var minutes = (operation.At + observation.Limits.Window - observation.Now).TotalMinutes;
            if (minutes <= 0)
                continue;
            var (at, slot) = (0.0, 0);
            while (slot < Minutes.Length && at < minutes)
                at += Minutes[slot++];
            returns[slot]++;
        }

        return returns;
    }
}
