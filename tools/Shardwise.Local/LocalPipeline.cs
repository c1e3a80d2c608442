using System.Diagnostics;
using System.Text.Json.Nodes;
using Shardwise.Local.Control;
using Shardwise.Local.EventSources;
using Shardwise.Local.Firehose;
using Shardwise.Local.Functions;
using Shardwise.Local.Page;
using Shardwise.Local.Iam;
using Shardwise.Local.Lambda;
using Shardwise.Local.Parts;
using Shardwise.Local.Schedules;
using Shardwise.Local.Template;

namespace Shardwise.Local;

/// <summary>
/// A synthesized template running on this machine: its streams, functions, event-source mappings, schedules and buckets, over
/// <see cref="LocalServices"/>.
/// </summary>
public sealed class LocalPipeline : IAsyncDisposable
{
    private static readonly TimeSpan StreamCreation = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StorageTellPause = TimeSpan.FromSeconds(10);

    private const string UsersKey = "LOCALACCESSKEYID";

    private readonly PipelinePlan _plan;
    private readonly IReadOnlyList<IPipelinePart> _parts;
    private readonly bool _enforces;
    private readonly LocalAccount _account;
    private readonly KinesisClient _kinesis;
    private readonly FunctionDirectory _functions = new();
    private readonly PipelineContext _context;
    private readonly string? _kept;
    private readonly ControlApi _control;
    private readonly FailureSender _failureSender;
    private readonly FunctionMetrics _metrics;
    private readonly bool _watches;
    private ClockFile? _clockFile;
    private FunctionLauncher _launcher = null!;
    private CodeWatcher? _watcher;
    private long? _storageTold;
    private readonly List<EventSourceMapping> _mappings = [];
    private readonly List<Schedule> _schedules = [];
    private readonly List<FailureQueueMessage> _failures = [];

    private LocalPipeline(
        PipelinePlan plan, IReadOnlyList<IPipelinePart> parts, LocalServices services, ControlApi control, LocalPipelineOptions options)
    {
        _enforces = options.EnforcePermissions;
        _control = control;
        LogLine += control.Events.Add;
        services.Kinesis.Resharded += OnResharded;
        services.StorageFailed += OnStorageFailed;
        _kept = options.Keep ? Path.GetFullPath(services.Options.DataDirectory) : null;
        _plan = plan;
        _parts = parts;
        _account = plan.Account;
        _context = new PipelineContext(plan, services, _functions, line => LogLine?.Invoke(line)) { Functions = () => Functions };
        _kinesis = new KinesisClient(services.Endpoint);
        _failureSender = new FailureSender(services, services.Targets, () => _context.Guard);
        _watches = options.Watch;
        _metrics = new FunctionMetrics(services.Metrics, services.Clock);
        Services = services;
        Streams = [.. plan.Streams.Select(stream => new LocalStream(stream.LogicalId, stream.Name, stream.Arn))];
        NotRun = plan.NotRun;
        Buckets = plan.Buckets;
    }

    /// <summary>The services that stand in for AWS; their clock is the pipeline's.</summary>
    public LocalServices Services { get; }

    /// <summary>The streams of the template.</summary>
    public IReadOnlyList<LocalStream> Streams { get; }

    /// <summary>The functions of the template that run.</summary>
    public IReadOnlyList<LocalFunction> Functions { get; private set; } = [];

    /// <summary>The event-source mappings that run.</summary>
    public IReadOnlyList<LocalMapping> Mappings { get; private set; } = [];

    /// <summary>The delivery streams of the template that run.</summary>
    public IReadOnlyList<LocalDeliveryStream> DeliveryStreams =>
        [.. _parts.OfType<FirehosePart>().SelectMany(part => part.Streams).Select(stream => new LocalDeliveryStream(stream))];

    /// <summary>What the template has and does not run here: the type, the logical id, and the reason where it is not the type itself.</summary>
    public IReadOnlyList<string> NotRun { get; }

    /// <summary>The buckets of the template: logical id, with its stack and a slash before it where several stacks run, to bucket name.</summary>
    public IReadOnlyDictionary<string, string> Buckets { get; }

    /// <summary>What event-source mappings gave up on so far, oldest first; a copy.</summary>
    public IReadOnlyList<FailureQueueMessage> FailureQueue
    {
        get
        {
            lock (_failures)
            {
                return [.. _failures];
            }
        }
    }

    /// <summary>Every line that a function writes or the platform says about it, as it comes; raised on any thread.</summary>
    public event Action<FunctionLogLine>? LogLine;

    /// <summary>Every invocation that ends well, by the function's logical id; raised on any thread.</summary>
    public event Action<string>? Succeeded;

    /// <summary>Starts the services and everything in the template; completes when every function is initialized and every stream is read.</summary>
    /// <exception cref="LocalPipelineException">The template, an asset or a function cannot be run.</exception>
    /// <exception cref="LocalServicesException">The services do not start.</exception>
    public static Task<LocalPipeline> StartAsync(LocalPipelineOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, null, cancellationToken);

    /// <summary>As the other overload, with a listener that hears the functions' lines from the first on, those of their start included.</summary>
    /// <exception cref="LocalPipelineException">The template, an asset or a function cannot be run.</exception>
    /// <exception cref="LocalServicesException">The services do not start.</exception>
    public static async Task<LocalPipeline> StartAsync(
        LocalPipelineOptions options, Action<FunctionLogLine>? logLine, CancellationToken cancellationToken)
    {
        string lambdaHost = Path.GetFullPath(options.LambdaHost);
        if (!File.Exists(lambdaHost))
        {
            throw new LocalPipelineException($"Lambda host: '{lambdaHost}' is not there; build tools/Shardwise.LambdaHost");
        }

        var account = new LocalAccount(options.Services.Region, options.Services.AccountId);
        var plan = PlanReader.Read(options.CloudAssembly, options.Stacks, account, options.Parameters);
        var parts = PipelineParts.Make();
        plan = plan with { Notes = [.. plan.Notes, .. parts.SelectMany(part => part.Read(plan))] };
        var api = new RuntimeApi();
        var control = new ControlApi();
        var services = await LocalServices.StartAsync(
            ServicesOf(options, plan),
            routes =>
            {
                if (options.Page)
                {
                    LocalPage.Map(routes);
                }

                control.Map(routes);
                api.Map(routes);
            },
            cancellationToken);
        var pipeline = new LocalPipeline(plan, parts, services, control, options);
        pipeline.LogLine += logLine;
        try
        {
            await pipeline.StartAsync(api, lambdaHost, cancellationToken);
            control.Attach(
                pipeline, new PipelineControl(pipeline, pipeline._context, pipeline._functions, pipeline._mappings, parts, pipeline._kinesis));
            return pipeline;
        }
        catch (Exception exception)
        {
            await pipeline.DisposeAsync();
            if (exception is KinesisCallException)
            {
                throw new LocalPipelineException($"the local Kinesis refuses what the template asks for: {exception.Message}", exception);
            }

            throw;
        }
    }

    /// <summary>Reads the stacks and tells what would become of every resource; nothing is started.</summary>
    /// <param name="options">What would be run.</param>
    /// <exception cref="LocalPipelineException">The template or an asset cannot be run.</exception>
    public static IReadOnlyList<ResourceExplanation> Explain(LocalPipelineOptions options)
    {
        var plan = PlanReader.Read(
            options.CloudAssembly, options.Stacks, new LocalAccount(options.Services.Region, options.Services.AccountId), options.Parameters);
        var notes = plan.Notes.Concat(PipelineParts.Make().SelectMany(part => part.Read(plan))).ToLookup(note => note.Resource);
        return
        [
            .. from resource in plan.Resources
               let rule = ResourceSupport.Of(resource.Type)
               let said = notes[resource].ToList()
               let handling = said.Count == 0 ? rule.Handling : said.Max(note => note.Handling)
               let reason = said.Count == 0 ? rule.Reason : string.Join("; ", said.Select(note => note.Reason))
               select new ResourceExplanation(
                   resource.Stack,
                   resource.LogicalId,
                   resource.Type,
                   Verdict(handling),
                   handling == ResourceHandling.Runs && resource.WithoutEffect is [_, ..] without
                       ? $"{reason}; without {string.Join(", ", without)}"
                       : reason),
        ];
    }

    /// <summary>
    /// Completes when every event-source mapping has handed over, or given up on, all records that its stream had accepted when this was called.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled: a mapping that retries without end would never be drained.</exception>
    public Task DrainAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_mappings.Select(mapping => mapping.DrainAsync(cancellationToken)));

    /// <summary>
    /// Completes when delivery streams have read what their streams had accepted when this was called, and have delivered all that they have taken:
    /// buffers are not waited for.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled: a bucket that cannot be written to, or an endpoint, is tried for hours.</exception>
    public Task DeliverAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_parts.OfType<FirehosePart>().Select(part => part.FlushAsync(cancellationToken)));

    /// <summary>Kills a function's process in the middle of whatever it does; it is started again.</summary>
    /// <param name="logicalIdOrName">The function's logical id (with its stack and a slash before it where that is not enough) or name.</param>
    /// <exception cref="ArgumentException">No such function runs, or several are called so.</exception>
    public void KillFunction(string logicalIdOrName) => _functions.Called(logicalIdOrName).Kill();

    /// <summary>Stops schedules, mappings, processes and services; nothing of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        if (_watcher is not null)
        {
            await _watcher.DisposeAsync();
        }

        await Task.WhenAll(_schedules.Select(schedule => schedule.DisposeAsync().AsTask()));
        await Task.WhenAll(_mappings.Select(mapping => mapping.DisposeAsync().AsTask()));
        _schedules.Clear();
        _mappings.Clear();
        foreach (var part in _parts.Reverse())
        {
            await part.DisposeAsync();
        }

        await Task.WhenAll(_functions.All.Select(function => function.DisposeAsync().AsTask()));
        if (_clockFile is not null)
        {
            await _clockFile.DisposeAsync();
        }

        await Services.DisposeAsync();
        _kinesis.Dispose();
    }

    private static string Verdict(ResourceHandling handling) => handling switch
    {
        ResourceHandling.Runs => "runs",
        ResourceHandling.PassedOver => "passed over",
        _ => "not run",
    };

    private static LocalServicesOptions ServicesOf(LocalPipelineOptions options, PipelinePlan plan) => options.Services with
    {
        Region = plan.Account.Region,
        AccountId = plan.Account.Id,
        KeepStreams = options.Services.KeepStreams || options.Keep,
        Start = options.Services.Start ?? (options.Keep ? ClockFile.Start(options.Services.DataDirectory) : null),
    };

    private void OnResharded(Resharded reshard) => _control.Events.Add("reshard", new JsonObject
    {
        ["stream"] = reshard.StreamName,
        ["from"] = reshard.From,
        ["to"] = reshard.To,
        ["at"] = reshard.At,
    });

    // Each write of each function fails on a full disk: said once in a while it is news.
    private void OnStorageFailed(string problem)
    {
        lock (_failures)
        {
            if (_storageTold is { } told && Stopwatch.GetElapsedTime(told) < StorageTellPause)
            {
                return;
            }

            _storageTold = Stopwatch.GetTimestamp();
        }

        LogLine?.Invoke(new FunctionLogLine("disk", "disk", FunctionLogSource.Platform, problem));
    }

    private void OnEnded(FunctionRuntime function, Invocation invocation, InvocationResult result)
    {
        Tell(function, invocation, result);
        _metrics.Ended(function.Definition, invocation, result);
        if (result.Succeeded)
        {
            Succeeded?.Invoke(function.Definition.LogicalId);
        }
    }

    private void Tell(FunctionRuntime function, Invocation invocation, InvocationResult result) => _control.Events.Add("invocation", new JsonObject
    {
        ["at"] = DateTimeOffset.UtcNow,
        ["function"] = function.Definition.Name,
        ["logicalId"] = function.Definition.LogicalId,
        ["requestId"] = invocation.RequestId,
        ["durationMilliseconds"] = invocation.Duration.TotalMilliseconds,
        ["error"] = result.Error,
    });

    private async Task StartAsync(RuntimeApi api, string lambdaHost, CancellationToken cancellationToken)
    {
        _clockFile = _kept is null ? null : new ClockFile(_kept, Services.Clock);
        foreach (string bucket in _plan.Buckets.Values)
        {
            Services.CreateBucket(bucket);
        }

        Enforce();
        MakeFunctions(api, lambdaHost);
        // One after the other: an account may have five streams in creation.
        foreach (var stream in _plan.Streams)
        {
            await MakeStreamAsync(stream, cancellationToken);
        }

        foreach (var part in _parts)
        {
            await part.StartAsync(_context, cancellationToken);
        }

        await Task.WhenAll(_functions.All.Select(function => function.StartAsync(cancellationToken)));
        _watcher = _watches ? new CodeWatcher(_functions.All, _launcher) : null;
        var consumers = await ConsumersAsync(cancellationToken);
        foreach (var definition in _plan.Mappings)
        {
            var mapping = Mapping(definition, definition.Consumer is null ? null : consumers[definition.SourceArn]);
            _mappings.Add(mapping);
            await mapping.StartAsync(cancellationToken);
        }

        Mappings = [.. _mappings.Select(mapping => new LocalMapping(mapping))];
        foreach (var definition in _plan.Schedules)
        {
            var runtime = Runtime(definition.FunctionName);
            var schedule = new Schedule(
                definition, _account, async (payload, token) => (await runtime.InvokeAsync(payload, token)).Succeeded, Services.Clock, runtime.Say);
            _schedules.Add(schedule);
            schedule.Start();
        }
    }

    private void Enforce()
    {
        if (!_enforces)
        {
            return;
        }

        void Say(string text) => LogLine?.Invoke(new FunctionLogLine("permissions", "permissions", FunctionLogSource.Platform, text));
        var guard = new AccessGuard(PermissionReader.Read(_plan, Say), _account.Region, _account.Id, Services.Clock, Say);
        MappingPermissions.Check(_plan, guard);
        _context.Guard = guard;
        Services.Router.Judge = guard.JudgeAsync;
        Services.Targets.Guard = guard;
    }

    private void MakeFunctions(RuntimeApi api, string lambdaHost)
    {
        string dataDirectory = Path.GetFullPath(Services.Options.DataDirectory);
        _launcher = new FunctionLauncher(lambdaHost, dataDirectory, new FunctionEnvironment(Services.Endpoint, _account.Region, dataDirectory)
        {
            AccessKeyId = function => function.RoleArn is { } role && _context.Guard is { } guard ? guard.KeyFor(role, function.Name) : UsersKey,
        });
        foreach (var definition in _plan.Functions)
        {
            var runtime = new FunctionRuntime(definition, _launcher.For(definition), line => LogLine?.Invoke(line));
            runtime.Ended += OnEnded;
            runtime.Concurrency = definition.ReservedConcurrency is > 0 and var reserved
                ? reserved
                : _plan.Mappings.Where(mapping => mapping.FunctionName == definition.Name)
                    .Select(mapping => mapping.Parallelization).DefaultIfEmpty(1).Max();
            _functions.Add(runtime);
            api.Add(runtime);
        }

        Functions = [.. _functions.All.Select(runtime => new LocalFunction(runtime))];
    }

    private async Task MakeStreamAsync(StreamDefinition stream, CancellationToken cancellationToken)
    {
        if (Services.Kinesis.Find(stream.Name) is not null)
        {
            // Kept from before, with the shards that it had then.
            return;
        }

        try
        {
            await CreateStreamAsync(stream, cancellationToken);
        }
        catch (KinesisCallException exception)
        {
            throw new LocalPipelineException($"stream {stream.LogicalId}: {exception.Message}", exception);
        }
    }

    // As CloudFormation does: what CreateStream does not take is set afterwards, one change at a time.
    private async Task CreateStreamAsync(StreamDefinition stream, CancellationToken cancellationToken)
    {
        if (stream.WarmThroughputMiBps is not null)
        {
            // An account without it could not deploy the template.
            await _kinesis.CommitAsync(cancellationToken);
        }

        await _kinesis.CreateStreamAsync(stream.ToCreateStream(), cancellationToken);
        await WaitUntilActiveAsync(stream, cancellationToken);
        if (stream.RetentionHours > 24)
        {
            await _kinesis.SetRetentionAsync(stream.Name, stream.RetentionHours, cancellationToken);
        }

        if (stream.EncryptionKey is { } key)
        {
            await _kinesis.EncryptAsync(stream.Name, key, cancellationToken);
            await WaitUntilActiveAsync(stream, cancellationToken);
        }

        if (stream.ShardLevelMetrics.Count > 0)
        {
            await _kinesis.EnableShardMetricsAsync(stream.Name, stream.ShardLevelMetrics, cancellationToken);
            await WaitUntilActiveAsync(stream, cancellationToken);
        }
    }

    private async Task WaitUntilActiveAsync(StreamDefinition stream, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(StreamCreation);
        try
        {
            while (await _kinesis.StreamStatusAsync(stream.Name, late.Token) != "ACTIVE")
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), late.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LocalPipelineException(
                $"stream {stream.LogicalId}: the local Kinesis has not made it within {StreamCreation.TotalSeconds:0} s", exception);
        }
    }

    private EventSourceMapping Mapping(EventSourceMappingDefinition definition, string? consumerArn) => new(
        definition,
        Runtime(definition.FunctionName),
        _kinesis,
        () => Services.Kinesis.Find(definition.StreamName),
        Services.Clock,
        new KinesisEventWriter(definition.SourceArn, _account.Region, _account.Id),
        (message, records, token) => GiveUpAsync(definition, message, records, token),
        new CheckpointStore(_kept is null ? null : Path.Combine(_kept, "checkpoints", definition.Id)),
        (shard, after) => Services.Kinesis.Browse(
            definition.StreamName, shard, 1, after, after is null ? DateTimeOffset.UnixEpoch : null) is [var next, ..] ? next : null,
        consumerArn)
    {
        HandedOver = lastArrival => _metrics.HandedOver(definition.FunctionName, lastArrival),
    };

    private FunctionRuntime Runtime(string name) => _functions.Find(name)!;

    /// <summary>Registers the consumers of the templates: the ARN here of each that a template has.</summary>
    private async Task<IReadOnlyDictionary<string, string>> ConsumersAsync(CancellationToken cancellationToken)
    {
        var consumers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in _plan.OfType("AWS::Kinesis::StreamConsumer"))
        {
            string stream = resource.Properties.RequiredText("StreamARN");
            if (_plan.Streams.Any(candidate => candidate.Arn == stream))
            {
                consumers[resource.Arn] = await _kinesis.RegisterConsumerAsync(stream, resource.Name, cancellationToken);
            }
        }

        // A consumer that a template names without making it.
        foreach (var mapping in _plan.Mappings.Where(mapping => mapping.Consumer is not null && !consumers.ContainsKey(mapping.SourceArn)))
        {
            consumers[mapping.SourceArn] = await _kinesis.RegisterConsumerAsync(mapping.StreamArn, mapping.Consumer!, cancellationToken);
        }

        return consumers;
    }

    private async Task GiveUpAsync(
        EventSourceMappingDefinition mapping, FailureQueueMessage message, Func<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken)
    {
        lock (_failures)
        {
            _failures.Add(message);
        }

        _control.Events.Add("failure", StateWriter.Failure(message));
        var function = Runtime(mapping.FunctionName);
        if (await _failureSender.SendAsync(mapping, function.Definition.RoleArn, message, records, cancellationToken) is { } problem)
        {
            function.Say($"{mapping.LogicalId}: what was given up did not arrive at {mapping.FailureDestination}: {problem}");
        }
    }
}
