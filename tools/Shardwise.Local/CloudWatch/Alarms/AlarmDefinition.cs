namespace Shardwise.Local;

/// <summary>An alarm as it was put.</summary>
internal sealed record AlarmDefinition
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public string? Description { get; init; }

    /// <summary>What it looks at; one query returns data. None for a composite alarm.</summary>
    public IReadOnlyList<MetricQuery> Queries { get; init; } = [];

    /// <summary>Of a composite alarm: which states of others make it go off.</summary>
    public AlarmRule? Rule { get; init; }

    public string Comparison { get; init; } = "GreaterThanOrEqualToThreshold";

    public double Threshold { get; init; }

    public int EvaluationPeriods { get; init; } = 1;

    public int DatapointsToAlarm { get; init; } = 1;

    /// <summary><c>missing</c>, <c>ignore</c>, <c>breaching</c> or <c>notBreaching</c>.</summary>
    public string MissingData { get; init; } = "missing";

    public bool ActionsEnabled { get; init; } = true;

    /// <summary>ARNs of what is told, by the state that the alarm goes into.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Actions { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public MetricQuery? Looked => Queries.FirstOrDefault(query => query.ReturnsData);
}
