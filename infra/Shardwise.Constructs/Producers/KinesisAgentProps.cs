using Constructs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Producers;

/// <summary>What a <see cref="KinesisAgent"/> is made of.</summary>
public sealed record KinesisAgentProps
{
    /// <summary>Which files go where.</summary>
    /// <value>At least one.</value>
    public required IReadOnlyList<AgentFlow> Flows { get; init; }

    /// <summary>Whether the agent sends metrics of its own, in the namespace <c>AWSKinesisAgent</c>.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool EmitMetrics { get; init; } = ConstructDefaults.Current.AgentEmitMetrics;

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(Construct? scope, string id)
    {
        var check = new PropsCheck($"KinesisAgent '{id}' has invalid properties");
        check.Require(Flows.Count > 0, nameof(Flows), "empty", "at least one");
        for (var i = 0; i < Flows.Count; i++)
            Flows[i].Check(check, scope, $"{nameof(Flows)}[{i}]");
        var twice = Flows.GroupBy(flow => flow.FilePattern).FirstOrDefault(same => same.Count() > 1);
        check.Require(twice is null, nameof(Flows), $"'{twice?.Key}' twice",
            "each file pattern once, since the agent reads a file for one flow only");
        check.ThrowIfAny();
        return id;
    }
}
