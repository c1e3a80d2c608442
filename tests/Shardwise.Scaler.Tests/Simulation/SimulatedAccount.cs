using System.Collections.Concurrent;
using System.Net;
using Amazon.CloudWatch;
using Amazon.Kinesis;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Runtime;
using Shardwise.Scaler.Reporting;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>Streams, the services that keep them, and the function that scales them, a minute at a time.</summary>
internal sealed class SimulatedAccount
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    // As in the template.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, SimulatedStream> _streams = new();
    private readonly AsyncLocal<SimulatedStream?> _running = new();
    private readonly SimulatedKinesis _kinesis;
    private readonly SimulatedCloudWatch _cloudWatch;

    public SimulatedAccount()
    {
        _kinesis = new SimulatedKinesis(this);
        _cloudWatch = new SimulatedCloudWatch(this);
    }

    /// <summary>What goes wrong, by call and stream.</summary>
    public Func<string, SimulatedStream, Fault?> Faults { get; set; } = (_, _) => null;

    public ConcurrentDictionary<string, int> Calls { get; } = new();

    /// <summary>Calls of one kind by the second, of all streams together.</summary>
    public ConcurrentDictionary<(string Call, long Second), int> Rates { get; } = new();

    public SimulatedStream Find(string name) => _streams[name];

    public SimulatedStream Add(string name, int shards)
    {
        var stream = new SimulatedStream(name, shards);
        _streams[name] = stream;
        return stream;
    }

    public Function NewFunction(Stream? output = null, IScalingPolicy? policy = null) => new(_kinesis, _kinesis, _cloudWatch, output ?? Stream.Null, new SimulatedClock(() => _running.Value!), policy);

    public async Task<ScalerNotices?> InvokeAsync(Function function, SimulatedStream stream, ScalingTarget target, TimeSpan skew = default, string type = "Scheduled Event")
    {
        _running.Value = stream;
        var scheduled = new CloudWatchEvent<ScalingTarget> { Time = (stream.Now + skew).UtcDateTime, Detail = target, DetailType = type };
        var ends = stream.Now + Timeout;
        return await function.HandleAsync(scheduled, new FakeContext(() => ends - stream.Now));
    }

    /// <summary>Runs a fleet's function for streams whose clocks go together.</summary>
    public async Task<ScalerNotices?> InvokeFleetAsync(Function function, IReadOnlyList<SimulatedStream> streams, ScalerFleet fleet, string type = "Scheduled Event")
    {
        var clock = _running.Value = streams[0];
        var scheduled = new CloudWatchEvent<ScalerFleet> { Time = clock.Now.UtcDateTime, Detail = fleet, DetailType = type };
        var ends = clock.Now + Timeout;
        return await function.HandleFleetAsync(scheduled, new FakeContext(() => ends - clock.Now));
    }

    public Task<T> Served<T>(string call, string? name, Func<SimulatedStream, T> serve, bool mayBeGone = false)
    {
        Calls.AddOrUpdate(call, 1, (_, count) => count + 1);
        var stream = name is null ? _running.Value! : _streams[name];
        Rates.AddOrUpdate((call, _running.Value!.Now.ToUnixTimeSeconds()), 1, (_, count) => count + 1);
        var fault = Faults(call, stream);
        if (fault == Fault.Fails)
            throw Error(call, "InternalFailure", 500);
        if (fault == Fault.Throttles)
            throw Error(call, "ThrottlingException", 400);
        if (stream.IsGone && !mayBeGone)
            throw Error(call, "ResourceNotFoundException", 400);
        var answer = serve(stream);
        return fault switch
        {
            Fault.Hangs => throw new TaskCanceledException(),
            Fault.Killed => throw new ProcessKilledException(),
            _ => Task.FromResult(answer),
        };
    }

    private static AmazonServiceException Error(string call, string code, int status) => call.StartsWith("cloudwatch", StringComparison.Ordinal)
        ? new AmazonCloudWatchException(code, ErrorType.Unknown, code, "request", (HttpStatusCode)status)
        : new AmazonKinesisException(code, ErrorType.Unknown, code, "request", (HttpStatusCode)status);
}
