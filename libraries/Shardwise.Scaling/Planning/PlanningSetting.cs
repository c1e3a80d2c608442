namespace Shardwise.Scaling.Planning;

/// <summary>How a planning policy weighs cost against throttling.</summary>
public sealed record PlanningSetting
{
    /// <summary>Least cost: some throttling in bursts.</summary>
    public static PlanningSetting Lean { get; } = new() { Name = "lean", ThrottlePrice = 80 };

    /// <summary>The default: about one record in ten thousand is throttled where traffic can be foreseen, two where it bursts.</summary>
    public static PlanningSetting Balanced { get; } = new() { Name = "balanced", ThrottlePrice = 350 };

    /// <summary>Least throttling.</summary>
    public static PlanningSetting Safe { get; } = new() { Name = "safe", ThrottlePrice = 2_000 };

    /// <summary>The named settings: lean, balanced, safe.</summary>
    public static IReadOnlyList<PlanningSetting> All { get; } = [Lean, Balanced, Safe];

    /// <summary>The named setting of a name; <see langword="null"/> when there is none.</summary>
    public static PlanningSetting? Find(string? name) => All.FirstOrDefault(setting => setting.Name == name);

    /// <summary>The setting's name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// What one shard-hour of throttled load costs, in shard-hours of capacity: how much may be spent to save it. More than 0; the named
    /// settings are 80, 350 and 2,000.
    /// </summary>
    public required double ThrottlePrice { get; init; }

    // The rest is not an operator's business: how the plan weighs what it cannot know. Chosen together over all traces and several
    // scales of each, never on one.

    /// <summary>What an operation must save at least, in minutes of the whole stream's demand.</summary>
    internal double OperationPrice { get; init; } = 4;

    /// <summary>
    /// What a minute without an operation to spare is taken to cost at balanced, as a share of the demand: it costs in throttling, so more
    /// where that is dear, but less than in proportion, since most such minutes bring none.
    /// </summary>
    internal double SpentShare { get; init; } = 0.6;

    /// <summary>The same where splits remain when no call does.</summary>
    internal double SpentShareWithSplits { get; init; } = 0.45;

    /// <summary>By how much more, or less, at this setting.</summary>
    internal double SpentFactor => Math.Sqrt(ThrottlePrice / 350);

    /// <summary>By how much each operation to spare cuts that.</summary>
    internal double SpentDecay { get; init; } = 0.6;

    /// <summary>Operations that a day is taken to need beyond what its plan foresees, where little can be foreseen.</summary>
    internal double UnforeseenOperations { get; init; } = 4;

    /// <summary>How many of the operations of the last 12 hours a day like it would need again.</summary>
    internal double UsedAgain { get; init; } = 1;

    /// <summary>The error of a forecast some hours ahead from which on a day counts as one that cannot be foreseen.</summary>
    internal double UnforeseenError { get; init; } = 0.5;

    /// <summary>How much of the last day's peak may come again at any time.</summary>
    internal double SeenPeakShare { get; init; } = 0.6;

    /// <summary>How far beyond the day's peak the way back up must reach, in full where little can be foreseen.</summary>
    internal double PeakMargin { get; init; } = 0.5;

    /// <summary>The least share by which an operation changes the shards.</summary>
    internal double LeastStep { get; init; } = 0.12;

    /// <summary>The least share by which merges do: each split and merge is one more reshard for every consumer to follow.</summary>
    internal double LeastStepFree { get; init; } = 0.25;

    /// <summary>
    /// What each split and merge is taken to cost for that, in shard-minutes, while all of a day's number are left; the fewer are left, the
    /// more, in proportion.
    /// </summary>
    internal double StepPrice { get; init; } = 10;

    /// <summary>The share of a day's number of splits and merges from which on a plan counts on all of it.</summary>
    internal double MostSteps { get; init; } = 0.75;

    /// <summary>By how much that widens while the operations are spent.</summary>
    internal double LeastStepSpent { get; init; } = 0.1;

    /// <summary>By how much it widens further where little can be foreseen.</summary>
    internal double LeastStepUnforeseen { get; init; } = 0.3;

    /// <summary>The least raise; half of it where all is foreseen.</summary>
    internal double LeastUp { get; init; } = 0.25;

    /// <summary>By how much it grows while the operations are spent, where little can be foreseen.</summary>
    internal double LeastUpSpent { get; init; } = 0.4;

    /// <summary>The least raise soon after another: a climb that goes on is met in bigger steps.</summary>
    internal double LeastUpAgain { get; init; } = 0.6;

    /// <summary>The least raise after another while no day is known: where a climb ends is then anybody's guess, and operations are few.</summary>
    internal double LeastUpUnknown { get; init; } = 1;

    /// <summary>By how much each raise is taken to multiply the shards then: what a way down must leave operations for.</summary>
    internal double UnknownRaise { get; init; } = 1.6;

    /// <summary>The least share by which a call goes down then: ten small ways down would leave none for the way up.</summary>
    internal double LeastStepUnknown { get; init; } = 0.4;

    /// <summary>
    /// However large a raise should be at least, it goes no further for that than so many times the demand of the next quarter of an hour.
    /// </summary>
    internal double MostUpDemand { get; init; } = 1.6;

    /// <summary>How soon, in minutes.</summary>
    internal double AgainMinutes { get; init; } = 45;

    /// <summary>How fast the error of the last hour grows with time ahead, a period.</summary>
    internal double NearGrowth { get; init; } = 0.3;

    /// <summary>For how many periods the error of the last hour counts.</summary>
    internal int NearPeriods { get; init; } = 6;

    /// <summary>How far beyond the last hour's peak room is kept for its like.</summary>
    internal double PeakAgain { get; init; } = 1.5;

    /// <summary>How far beyond the most of the last two weeks anything is planned for.</summary>
    internal double SeenMost { get; init; } = 1.5;

    /// <summary>How many minutes splits may take instead of a call on the way up, where that is foreseen early enough.</summary>
    internal int SplitMinutes { get; init; } = 8;

    /// <summary>How many they may take when no call is left.</summary>
    internal int SplitMinutesWithoutCalls { get; init; } = 20;

    /// <summary>How many minutes merges may take instead of a call on the way down: there is no hurry, and a call can cut them short.</summary>
    internal int MergeMinutes { get; init; } = 30;

    /// <summary>How many they may take when no call is left to cut them short.</summary>
    internal int MergeMinutesWithoutCalls { get; init; } = 8;

    /// <summary>
    /// How much of the growth of the error with time is planned for where merges are free: more ways down meet more that is not foreseen.
    /// </summary>
    internal double FarErrorShareWithSplits { get; init; } = 0.4;

    /// <summary>What a sequence must save at least, as a share of what a call must.</summary>
    internal double FreePrice { get; init; } = 0.5;

    /// <summary>How much of the growth of the error with time is planned for: later plans will know more.</summary>
    internal double FarErrorShare { get; init; } = 0.4;
}
