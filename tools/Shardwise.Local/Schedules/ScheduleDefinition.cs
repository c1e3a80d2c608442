namespace Shardwise.Local.Schedules;

/// <summary>One rule and one of its targets that is a function here.</summary>
internal sealed record ScheduleDefinition
{
    public required string LogicalId { get; init; }

    public required string RuleName { get; init; }

    public required string RuleArn { get; init; }

    public required string FunctionName { get; init; }

    public required ScheduleExpression Expression { get; init; }

    public required TargetInput Input { get; init; }

    /// <summary>Tries after the first. Default 2: what Lambda does with an asynchronous invocation.</summary>
    public int MaximumRetries { get; init; } = 2;

    /// <summary>How old a tick may be when the function gets it, simulated time. Default 6 h: what Lambda keeps an asynchronous event for.</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromHours(6);
}
