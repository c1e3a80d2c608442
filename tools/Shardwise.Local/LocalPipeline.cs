using Shardwise.Local.Functions;

namespace Shardwise.Local;

/// <summary>A synthesized template running on this machine: its streams, functions, event-source mappings, schedules and buckets, over <see cref="LocalServices"/>.</summary>
public sealed class LocalPipeline : IAsyncDisposable
{
    private LocalPipeline(LocalServices services) => Services = services;

    /// <summary>The services that stand in for AWS; their clock is the pipeline's.</summary>
    public LocalServices Services { get; }

    /// <summary>The streams of the template.</summary>
    public IReadOnlyList<LocalStream> Streams { get; } = [];

    /// <summary>The functions of the template that run.</summary>
    public IReadOnlyList<LocalFunction> Functions { get; } = [];

    /// <summary>What the template has and does not run here: the type, the logical id, and the reason where it is not the type itself.</summary>
    public IReadOnlyList<string> NotRun { get; } = [];

    /// <summary>The buckets of the template: logical id to bucket name.</summary>
    public IReadOnlyDictionary<string, string> Buckets { get; } = new Dictionary<string, string>();

    /// <summary>What event-source mappings gave up on so far, oldest first.</summary>
    public IReadOnlyList<FailureQueueMessage> FailureQueue { get; } = [];

    /// <summary>Every line that a function writes or the platform says about it, as it comes; raised on any thread.</summary>
    public event Action<FunctionLogLine>? LogLine;

    /// <summary>Starts the services and everything in the template; completes when every function is initialized and every shard is read.</summary>
    /// <exception cref="LocalPipelineException">The template, an asset or a function cannot be run.</exception>
    /// <exception cref="LocalServicesException">The services do not start.</exception>
    public static Task<LocalPipeline> StartAsync(LocalPipelineOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Completes when every event-source mapping has handed over, or given up on, all records that its stream had accepted when this was called.</summary>
    public Task DrainAsync(CancellationToken cancellationToken)
    {
        LogLine?.Invoke(new FunctionLogLine("", "", FunctionLogSource.Platform, ""));
        return Task.CompletedTask;
    }

    /// <summary>Kills a function's process in the middle of whatever it does; it is started again.</summary>
    /// <param name="logicalIdOrName">The function's logical id or name.</param>
    /// <exception cref="ArgumentException">No such function runs.</exception>
    public void KillFunction(string logicalIdOrName) => throw new NotImplementedException();

    /// <summary>Stops schedules, mappings, processes and services; nothing of it is left.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
