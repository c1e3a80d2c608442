using Shardwise.Local.EventSources;
using Shardwise.Local.Functions;
using Shardwise.Local.Schedules;

namespace Shardwise.Local.Template;

/// <summary>What the stacks ask to be run, all references resolved.</summary>
internal sealed record PipelinePlan
{
    /// <summary>Where the stacks run: what their templates are written for, or what was asked for.</summary>
    public required LocalAccount Account { get; init; }

    /// <summary>The stacks' paths, nested ones among them.</summary>
    public required IReadOnlyList<string> Stacks { get; init; }

    /// <summary>Every resource of every stack whose condition holds, in the order of the templates.</summary>
    public required IReadOnlyList<TemplateResource> Resources { get; init; }

    public required IReadOnlyList<StreamDefinition> Streams { get; init; }

    public required IReadOnlyList<FunctionDefinition> Functions { get; init; }

    public required IReadOnlyList<EventSourceMappingDefinition> Mappings { get; init; }

    public required IReadOnlyList<ScheduleDefinition> Schedules { get; init; }

    /// <summary>Label to bucket name.</summary>
    public required IReadOnlyDictionary<string, string> Buckets { get; init; }

    /// <summary>What does not run, runs otherwise than at AWS, or is passed over though its type would run: with the reason.</summary>
    public required IReadOnlyList<ResourceNote> Notes { get; init; }

    /// <summary>What is said when it starts, a line each: what does not run, and what runs otherwise.</summary>
    public IReadOnlyList<string> NotRun => [.. Notes.Where(note => note.Handling != ResourceHandling.PassedOver).Select(note => note.ToString())];

    public IEnumerable<TemplateResource> OfType(string type) => Resources.Where(resource => resource.Type == type);
}
