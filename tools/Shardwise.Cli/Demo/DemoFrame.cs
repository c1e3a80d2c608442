namespace Shardwise.Cli.Demo;

/// <summary>All that the screen shows at one moment.</summary>
public sealed record DemoFrame
{
    /// <summary>What is replayed.</summary>
    public required string TraceName { get; init; }

    /// <summary>Simulated seconds a real second.</summary>
    public required double Speed { get; init; }

    /// <summary>How the trace was scaled; its minutes are the chart's width.</summary>
    public required LocalScale Scale { get; init; }

    /// <summary>What is going on.</summary>
    public required DemoPhase Phase { get; init; }

    /// <summary>Simulated time.</summary>
    public required DateTimeOffset Clock { get; init; }

    /// <summary>The load of each minute so far; the last one is still going on.</summary>
    public required IReadOnlyList<LoadMinute> Minutes { get; init; }

    /// <summary>The last minute that is over.</summary>
    public required LoadMinute LastWhole { get; init; }

    /// <summary>Open shards.</summary>
    public required int OpenShards { get; init; }

    /// <summary>Where a reshard under way leads; <c>null</c> when none is.</summary>
    public required int? TargetShards { get; init; }

    /// <summary>Reshards in the last simulated day.</summary>
    public required int Operations { get; init; }

    /// <summary>How far the readers are behind, at most.</summary>
    public required TimeSpan IteratorAge { get; init; }

    /// <summary>User records due by now.</summary>
    public required int Offered { get; init; }

    /// <summary>User records that Kinesis accepted.</summary>
    public required int Accepted { get; init; }

    /// <summary>User records that the ETL wrote to its output, by its own log.</summary>
    public required long Processed { get; init; }

    /// <summary>User records that the ETL set aside, by its own log.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>The functions.</summary>
    public required IReadOnlyList<FunctionFigures> Functions { get; init; }

    /// <summary>The scaler's last decision; <c>null</c> before the first.</summary>
    public required ScalerDecision? Decision { get; init; }

    /// <summary>What hinders the run from outside, a sentence: a machine that is too slow; <c>null</c> when nothing does.</summary>
    public string? Warning { get; init; }

    /// <summary>User records that are due and not accepted yet.</summary>
    public int Waiting => Math.Max(0, Offered - Accepted);
}
