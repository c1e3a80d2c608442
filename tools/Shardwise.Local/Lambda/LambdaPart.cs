using Shardwise.Local.Parts;
using Shardwise.Local.Template;

namespace Shardwise.Local.Lambda;

/// <summary>The functions as others see them: the service's API, and the target of rules and topics.</summary>
internal sealed class LambdaPart : IPipelinePart
{
    private FunctionTarget? _target;

    /// <inheritdoc/>
    public IReadOnlyList<ResourceNote> Read(PipelinePlan plan) => [];

    /// <inheritdoc/>
    public Task StartAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        _target = new FunctionTarget(context);
        context.Services.Targets.Add(_target);
        context.Services.Router.Add(new LambdaEndpoint(context, _target).ToRow());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _target?.DisposeAsync() ?? ValueTask.CompletedTask;
}
