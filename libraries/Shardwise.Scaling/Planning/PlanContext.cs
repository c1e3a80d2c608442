namespace Shardwise.Scaling.Planning;

/// <summary>What a plan starts from, besides the demand ahead.</summary>
internal sealed record PlanContext
{
    /// <summary>The counts to weigh, ascending.</summary>
    public required int[] Levels { get; init; }

    /// <summary>Where the open shards are among them.</summary>
    public required int Open { get; init; }

    /// <summary>Operations left now.</summary>
    public required int Left { get; init; }

    /// <summary>By slot: operations that come back by its start.</summary>
    public required int[] Returns { get; init; }

    /// <summary>The day's peak that may come again, in shards.</summary>
    public required double DayPeak { get; init; }

    /// <summary>The largest demand of the last hour, in shards.</summary>
    public required double HourPeak { get; init; }

    /// <summary>How little can be foreseen: 0 for nothing unforeseen, 1 for little foreseen.</summary>
    public required double Surprise { get; init; }

    /// <summary>Whether so little is known yet that every way down must leave what the way back up needs.</summary>
    public required bool Unknown { get; init; }

    /// <summary>Operations of the last 12 hours.</summary>
    public required int LatelyUsed { get; init; }

    /// <summary>Whether the newest operation was a raise a short while ago.</summary>
    public required bool JustRaised { get; init; }

    /// <summary>Whether the newest operation was a raise, however long ago.</summary>
    public required bool Climbing { get; init; }

    /// <summary>Splits and merges left now; 0 where none may be begun.</summary>
    public required int StepsLeft { get; init; }

    /// <summary>Splits and merges of a whole day; 0 where none are allowed.</summary>
    public required int StepsADay { get; init; }

    /// <summary>The first slot by which so many of them have come back that the day's number may be taken to be there.</summary>
    public required int StepsBack { get; init; }

    /// <summary>What AWS accepts.</summary>
    public required ReshardLimits Limits { get; init; }
}
