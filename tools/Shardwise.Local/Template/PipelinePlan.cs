using Shardwise.Local.EventSources;
using Shardwise.Local.Functions;
using Shardwise.Local.Schedules;

namespace Shardwise.Local.Template;

/// <summary>What a template asks to be run, all references resolved.</summary>
internal sealed record PipelinePlan
{
    public required IReadOnlyList<StreamDefinition> Streams { get; init; }

    public required IReadOnlyList<FunctionDefinition> Functions { get; init; }

    public required IReadOnlyList<EventSourceMappingDefinition> Mappings { get; init; }

    public required IReadOnlyList<ScheduleDefinition> Schedules { get; init; }

    public required IReadOnlyDictionary<string, string> Buckets { get; init; }

    public required IReadOnlyList<string> NotRun { get; init; }
}
