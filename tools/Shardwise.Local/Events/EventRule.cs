using Shardwise.Local.Patterns;

namespace Shardwise.Local.Events;

/// <summary>A rule of a bus: which events it takes, and where they go.</summary>
internal sealed class EventRule(string name, string arn, string bus)
{
    public string Name { get; } = name;

    public string Arn { get; } = arn;

    public string Bus { get; } = bus;

    /// <summary>Null for a rule that has a schedule only.</summary>
    public EventPattern? Pattern { get; set; }

    public string? PatternText { get; set; }

    public bool IsEnabled { get; set; } = true;

    public List<EventTarget> Targets { get; } = [];
}
