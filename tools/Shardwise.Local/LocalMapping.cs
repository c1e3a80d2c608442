using Shardwise.Local.EventSources;

namespace Shardwise.Local;

/// <summary>An event-source mapping that runs here.</summary>
public sealed class LocalMapping
{
    private readonly EventSourceMapping _mapping;

    internal LocalMapping(EventSourceMapping mapping) => _mapping = mapping;

    /// <summary>Its logical id in the template.</summary>
    public string LogicalId => _mapping.Definition.LogicalId;

    /// <summary>The stream that it reads.</summary>
    public string StreamName => _mapping.Definition.StreamName;

    /// <summary>The function that it invokes.</summary>
    public string FunctionName => _mapping.Definition.FunctionName;
}
