using Shardwise.Local.Functions;

namespace Shardwise.Local;

/// <summary>A Lambda function of the template that runs here, in a process of its own. Its numbers are live.</summary>
public sealed class LocalFunction
{
    private readonly FunctionRuntime _runtime;

    internal LocalFunction(FunctionRuntime runtime) => _runtime = runtime;

    /// <summary>Its logical id in the template.</summary>
    public string LogicalId => _runtime.Definition.LogicalId;

    /// <summary>Its stack: <c>Stage/Stack</c>, <c>Stack/NestedStack</c>.</summary>
    public string Stack => _runtime.Definition.Stack;

    /// <summary>Its function name.</summary>
    public string Name => _runtime.Definition.Name;

    /// <summary>Its ARN, as it sees it.</summary>
    public string Arn => _runtime.Definition.Arn;

    /// <summary>The id of its process at the moment; null while it is being started again.</summary>
    public int? ProcessId => _runtime.ProcessId;

    /// <summary>The ids of all its processes at the moment.</summary>
    public IReadOnlyList<int> ProcessIds => _runtime.ProcessIds;

    /// <summary>Invocations that ended, well or badly.</summary>
    public long Invocations => _runtime.Invocations;

    /// <summary>Invocations that ended badly: an exception, a timeout, a process that died.</summary>
    public long Errors => _runtime.Errors;

    /// <summary>The last error, <c>type: message</c>; null where there was none.</summary>
    public string? LastError => _runtime.Statistics.LastError?.Error;

    /// <summary>How often its process was started again.</summary>
    public int Restarts => _runtime.Restarts;

    /// <summary>Invocations waiting or running: one runs in each process, the others queue.</summary>
    public int InFlight => _runtime.InFlight;

    /// <summary>The last line it wrote; null before the first.</summary>
    public string? LastLogLine => _runtime.LastLogLine;
}
