using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shardwise.Local.Events;
using Shardwise.Local.Routing;
using Shardwise.Local.Sns;
using Shardwise.Local.Sqs;
using Shardwise.Local.Targets;
using Shardwise.LocalKinesis.Operations;
using Shardwise.LocalKinesis.Wire;

namespace Shardwise.Local;

/// <summary>The AWS services that a pipeline needs, on 127.0.0.1: Kinesis, CloudWatch metrics and S3, under one endpoint.</summary>
public sealed class LocalServices : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly S3Folder _s3;
    private readonly StreamTarget _streams;
    private WebApplication? _app;

    private LocalServices(LocalServicesOptions options)
    {
        Options = options;
        var clock = new SpeededTimeProvider(options.Start ?? DateTimeOffset.UtcNow, options.Speed);
        Clock = clock;
        Metrics = new MetricStore(clock, options.MetricDelay);
        Kinesis = LocalKinesis.LocalKinesis.Open(StreamOptions.Of(options, clock));
        Kinesis.Metric += new StreamMetrics(Metrics, options.ShardFraction).Add;
        Queues = new SqsQueues(options.Region, options.AccountId, clock, Kept(options, "sqs"));
        Topics = new SnsTopics(options.Region, options.AccountId, clock, Targets);
        Alarms = new AlarmStore(Metrics, clock, Kept(options, "alarms.json"));
        Events = new EventBuses(options.Region, options.AccountId, Targets);
        _streams = new StreamTarget(() => Endpoint);
        _s3 = new S3Folder(options.DataDirectory, clock);
        Router.StorageFailed = NoteStorage;
        AddServices();
    }

    /// <summary>What the services were started with.</summary>
    public LocalServicesOptions Options { get; }

    /// <summary>Where all services answer: <c>http://127.0.0.1:port</c>.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>Simulated time; a <see cref="SpeededTimeProvider"/>.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The streams: counts, shards, reshards, faults.</summary>
    public LocalKinesis.LocalKinesis Kinesis { get; }

    /// <summary>What CloudWatch knows.</summary>
    public MetricStore Metrics { get; }

    /// <summary>The table of services; a part of the pipeline adds its own to it.</summary>
    internal ServiceRouter Router { get; } = new();

    /// <summary>Who takes what services send to ARNs; a part of the pipeline adds its own to it.</summary>
    internal TargetDirectory Targets { get; } = new();

    /// <summary>The alarms.</summary>
    internal AlarmStore Alarms { get; }

    /// <summary>The buses of events and their rules.</summary>
    internal EventBuses Events { get; }

    /// <summary>The topics.</summary>
    internal SnsTopics Topics { get; }

    /// <summary>The queues.</summary>
    internal SqsQueues Queues { get; }

    /// <summary>The buckets.</summary>
    internal S3Folder Buckets => _s3;

    /// <summary>Why the disk did not take the last write that failed, a sentence; null while none has.</summary>
    public string? StorageProblem { get; private set; }

    /// <summary>Every write that the disk does not take, with that sentence; raised on any thread.</summary>
    public event Action<string>? StorageFailed;

    /// <summary>Where objects lie: <c>{S3Directory}/{bucket}/{key}</c>, the key as it is where it can be a path.</summary>
    public string S3Directory => _s3.Directory;

    /// <summary>Starts everything; completes when every service answers.</summary>
    /// <param name="options">How to run.</param>
    /// <param name="mapRoutes">Adds routes of the caller's to the same endpoint; they go before those of the services.</param>
    /// <param name="cancellationToken">Gives up the start and stops what was started.</param>
    /// <exception cref="LocalServicesException">The port is in use.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static async Task<LocalServices> StartAsync(
        LocalServicesOptions options, Action<IEndpointRouteBuilder>? mapRoutes, CancellationToken cancellationToken)
    {
        LocalServicesLimits.Check(options);
        var services = Open(options);
        try
        {
            await services.ListenAsync(mapRoutes, cancellationToken).ConfigureAwait(false);
            return services;
        }
        catch
        {
            await services.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes an empty bucket; one that exists is kept with its objects.</summary>
    /// <exception cref="ArgumentException">S3 would not take the name.</exception>
    public void CreateBucket(string name) => _s3.CreateBucket(name);

    /// <summary>Takes note of a write that the disk did not take.</summary>
    internal void NoteStorage(Exception exception)
    {
        var problem = DiskProblem.Describe(Path.GetFullPath(Options.DataDirectory), exception);
        StorageProblem = problem;
        StorageFailed?.Invoke(problem);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Alarms.DisposeAsync().ConfigureAwait(false);
        // First: a subscription that goes on would hold up the server's end.
        await Kinesis.DisposeAsync().ConfigureAwait(false);
        if (_app is not null)
        {
            using var patience = new CancellationTokenSource(StopTimeout);
            try
            {
                await _app.StopAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // A route of the caller's still hangs; its connection is cut below.
            }

            await _app.DisposeAsync().ConfigureAwait(false);
        }

        _streams.Dispose();
        Queues.Dispose();
    }

    private static string? Kept(LocalServicesOptions options, string name) =>
        options.KeepStreams ? Path.Combine(Path.GetFullPath(options.DataDirectory), name) : null;

    private static LocalServices Open(LocalServicesOptions options)
    {
        try
        {
            Directory.CreateDirectory(options.DataDirectory);
            return new LocalServices(options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalServicesException($"The data folder '{options.DataDirectory}' cannot be used: {exception.Message}", exception);
        }
        catch (LocalKinesisException exception)
        {
            throw new LocalServicesException(exception.Message, exception);
        }
    }

    private async Task ListenAsync(Action<IEndpointRouteBuilder>? mapRoutes, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            KestrelHost.SetLimits(kestrel);
            kestrel.Listen(System.Net.IPAddress.Loopback, Options.Port, FirstBytes.Tell);
        });
        // Ctrl-C belongs to whoever started us, who stops the parts in order.
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        _app = builder.Build();
        // Clients take the service's time from its answers, and compare it with what they are told of messages and records: it is the time here.
        _app.Use((context, next) =>
        {
            context.Response.Headers.Date = Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            return next(context);
        });
        mapRoutes?.Invoke(_app);
        _app.MapFallback("{*path}", (RequestDelegate)Router.HandleAsync);
        try
        {
            await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new LocalServicesException($"Port {Options.Port} on 127.0.0.1 is in use: choose another, or 0 for a free one.", exception);
        }

        Endpoint = new Uri(_app.Urls.Single());
    }

    private void AddServices()
    {
        Router.Add(new ServiceRow
        {
            Name = "Kinesis",
            SigningName = "kinesis",
            Target = "Kinesis_20131202",
            Operations = [.. OperationTable.All.Select(operation => operation.Name)],
            AnswersUnknown = true,
            Needs = call => KinesisPermissions.NeedsAsync(call, name => $"arn:aws:kinesis:{Options.Region}:{Options.AccountId}:stream/{name}"),
            Answer = call => Kinesis.HandleAsync(call.Context),
        });
        Router.Add(CloudWatchService.Of(
            new CloudWatchOperations(Metrics, Clock),
            new AlarmOperations(Alarms, name => $"arn:aws:cloudwatch:{Options.Region}:{Options.AccountId}:alarm:{name}")).ToRow());
        Router.Add(new S3Endpoint(_s3, Options.Region, Path.Combine(Path.GetFullPath(Options.DataDirectory), "s3-uploads"), Clock).ToRow());
        Targets.Add(new QueueTarget(Queues));
        Targets.Add(new TopicTarget(Topics));
        Targets.Add(_streams);
        Targets.Add(new BusTarget(Events));
        Router.Add(new EventOperations(Events, Clock, Options.Region, Options.AccountId).Service.ToRow());
        Router.Add(SnsService.Of(new SnsOperations(Topics, Options.AccountId)).ToRow());
        Router.Add(SqsService.Of(new SqsOperations(Queues, () => Endpoint, Options.AccountId)).ToRow());
    }

    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
