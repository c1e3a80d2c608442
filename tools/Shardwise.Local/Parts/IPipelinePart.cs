using System.Text.Json.Nodes;
using Shardwise.Local.Template;

namespace Shardwise.Local.Parts;

/// <summary>
/// What runs some types of a template's resources: its queues, its delivery streams. A part is made anew for every pipeline, reads the plan before
/// anything runs, is started after the buckets and streams are there, and is disposed when no mapping or schedule invokes anything any more.
/// </summary>
internal interface IPipelinePart : IAsyncDisposable
{
    /// <summary>What its state is called on the page and in the control API: one word in small letters, such as <c>queues</c>.</summary>
    string Name => GetType().Name;

    /// <summary>Reads the resources that it runs; calls nothing and writes nothing, since <c>--explain</c> asks it too.</summary>
    /// <returns>What of them does not run, or otherwise than at AWS, with the reason.</returns>
    /// <exception cref="LocalPipelineException">A resource asks for what AWS refuses.</exception>
    IReadOnlyList<ResourceNote> Read(PipelinePlan plan);

    /// <summary>Starts what it has read. Functions are started after it: an invocation waits until its function is up.</summary>
    Task StartAsync(PipelineContext context, CancellationToken cancellationToken);

    /// <summary>What the page and scripts are told of it; null for nothing. Called often, from any thread.</summary>
    JsonNode? State() => null;
}
