using Shardwise.Local.Functions;
using Shardwise.Local.Iam;
using Shardwise.Local.Template;

namespace Shardwise.Local.Parts;

/// <summary>What a part of a pipeline finds around it.</summary>
internal sealed class PipelineContext
{
    private readonly FunctionDirectory _functions;
    private readonly Action<FunctionLogLine> _log;

    public PipelineContext(PipelinePlan plan, LocalServices services, FunctionDirectory functions, Action<FunctionLogLine> log)
    {
        Plan = plan;
        Services = services;
        _functions = functions;
        _log = log;
    }

    public PipelinePlan Plan { get; }

    public LocalServices Services { get; }

    /// <summary>Simulated time: all waiting is on it.</summary>
    public TimeProvider Clock => Services.Clock;

    public LocalAccount Account => Plan.Account;

    /// <summary>The functions that run, with their numbers.</summary>
    public Func<IReadOnlyList<LocalFunction>> Functions { get; init; } = static () => [];

    /// <summary>Judges what roles and services may do; null where everybody may do everything.</summary>
    public AccessGuard? Guard { get; set; }

    /// <summary>Whether a function runs here; by ARN (with a version or alias too) or name.</summary>
    public bool HasFunction(string nameOrArn) => _functions.Find(nameOrArn) is not null;

    /// <summary>Invokes a function and waits for its answer; what it answers, or how it failed, is in the result.</summary>
    /// <exception cref="LocalPipelineException">No such function runs here.</exception>
    public Task<InvocationResult> InvokeAsync(string nameOrArn, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        (_functions.Find(nameOrArn) ?? throw new LocalPipelineException($"function '{nameOrArn}' does not run here"))
            .InvokeAsync(payload, cancellationToken);

    /// <summary>Says a line about a resource, to the terminal and the page.</summary>
    public void Say(TemplateResource resource, string text) =>
        _log(new FunctionLogLine(resource.LogicalId, resource.Name, FunctionLogSource.Platform, text));
}
