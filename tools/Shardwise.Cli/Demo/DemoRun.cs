using System.Diagnostics;
using System.Globalization;
using Amazon.Kinesis;
using Amazon.Runtime;
using Shardwise.Local;
using Shardwise.Producer;

namespace Shardwise.Cli.Demo;

/// <summary>One replay of a scaled trace through a pipeline that runs on this machine.</summary>
public sealed class DemoRun
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(3);

    // At a minute a second a sample that is 50 ms late moves a twentieth of a minute's load into the wrong minute.
    private static readonly TimeSpan SamplePause = TimeSpan.FromMilliseconds(50);

    private readonly LocalPipeline pipeline;
    private readonly LocalScale scale;
    private readonly DemoSettings settings;
    private readonly string traceName;
    private readonly string streamName;
    private readonly DateTimeOffset start;
    private readonly AcceptedIds accepted;
    private readonly KinesisProducer producer;
    private readonly ClickReplay replay;
    private readonly LoadMeter meter;
    private readonly FunctionLog log = new();
    private readonly PaceCheck pace;
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly List<int> shards = [];
    private volatile DemoPhase phase;

    private DemoRun(LocalPipeline pipeline, LocalScale scale, DemoSettings settings, string traceName, KinesisProducer producer)
    {
        (this.pipeline, this.scale, this.settings, this.traceName, this.producer) = (pipeline, scale, settings, traceName, producer);
        streamName = pipeline.Streams[0].Name;
        start = NextMinute(Clock.GetUtcNow());
        accepted = new AcceptedIds(scale.Records);
        replay = new ClickReplay(scale, start, Clock, producer, accepted.Add);
        meter = new LoadMeter(scale);
        pace = new PaceCheck(settings.Speed);
        shards.Add(Stream.OpenShards);
    }

    private TimeProvider Clock => pipeline.Services.Clock;

    private StreamSnapshot Stream => pipeline.Services.Kinesis.Find(streamName) ?? throw new FailureException($"the stream {streamName} is gone");

    /// <summary>Replays, drains and counts.</summary>
    /// <param name="pipeline">The running pipeline; its first stream is written to.</param>
    /// <param name="scale">What to offer.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="traceName">What to call the trace.</param>
    /// <param name="show">Shows frames, from the first to the last, until the task that it is given ends.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="FailureException">The run cannot go on.</exception>
    public static async Task<DemoOutcome> RunAsync(
        LocalPipeline pipeline,
        LocalScale scale,
        DemoSettings settings,
        string traceName,
        Func<Func<DemoFrame>, Task, Task> show,
        CancellationToken cancellationToken)
    {
        if (pipeline.Streams.Count == 0)
        {
            throw new InputException($"the template in {settings.Assembly} has no Kinesis stream to write to");
        }

        using var client = CreateClient(pipeline.Services);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producerOptions = LocalProducer.Options(scale.BytesPerShardMinute / 60 * settings.Speed);
        await using var writer = new KinesisProducer(client, pipeline.Streams[0].Name, producerOptions);
        var run = new DemoRun(pipeline, scale, settings, traceName, writer);
        void OnLogLine(FunctionLogLine line) => run.log.Read(line.Text);
        void OnReshard(Resharded reshard) => run.NoteReshard(reshard);
        pipeline.LogLine += OnLogLine;
        pipeline.Services.Kinesis.Resharded += OnReshard;
        try
        {
            var outcome = run.ReplayAsync(stop.Token);
            var measured = run.MeasureAsync(outcome);
            try
            {
                await show(run.Frame, outcome).ConfigureAwait(false);
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await ((Task)outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }

            await measured.ConfigureAwait(false);
            return await outcome.ConfigureAwait(false);
        }
        finally
        {
            pipeline.LogLine -= OnLogLine;
            pipeline.Services.Kinesis.Resharded -= OnReshard;
        }
    }

    private static AmazonKinesisClient CreateClient(LocalServices services) => new(
        new BasicAWSCredentials("local", "local"),
        new AmazonKinesisConfig
        {
            ServiceURL = services.Endpoint.ToString(),
            AuthenticationRegion = services.Options.Region,
            MaxErrorRetry = 0,
        });

    private static DateTimeOffset NextMinute(DateTimeOffset now) =>
        new((now.UtcTicks / TimeSpan.TicksPerMinute + 1) * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private async Task<DemoOutcome> ReplayAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // What cannot be written is tried again for hours, and all that comes after it waits.
        void OnStorageFailed(string problem) => stop.Cancel();
        pipeline.Services.StorageFailed += OnStorageFailed;
        try
        {
            return await ReplayAsync(stop, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (
            !cancellationToken.IsCancellationRequested && pipeline.Services.StorageProblem is { } problem)
        {
            throw new FailureException(problem, exception);
        }
        finally
        {
            pipeline.Services.StorageFailed -= OnStorageFailed;
        }
    }

    private async Task<DemoOutcome> ReplayAsync(CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        await replay.RunAsync(stop.Token).ConfigureAwait(false);
        phase = DemoPhase.Draining;
        stop.CancelAfter(DrainLimit);
        var late = "";
        try
        {
            await pipeline.DrainAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && pipeline.Services.StorageProblem is null)
        {
            late = string.Create(
                CultureInfo.InvariantCulture, $"the functions have not taken everything {DrainLimit.TotalMinutes:0} minutes after the last record");
        }

        phase = DemoPhase.Counting;
        return await Task.Run(() => Count(late, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private DemoOutcome Count(string late, CancellationToken cancellationToken)
    {
        var delivered = DeliveredIds.Read(pipeline.Services.S3Directory, scale.Records, ClickGenerator.IsMalformed, cancellationToken);
        var outcome = DemoOutcome.Count(scale.Records, accepted, delivered, Shards(), scale.MinuteOf, ClickGenerator.IsMalformed);
        var origins = DuplicateOrigins.Find(delivered.Duplicated, pipeline.Services.Kinesis, streamName, cancellationToken);
        var problems = outcome.Problems.ToList();
        if (late.Length > 0)
        {
            problems.Add(late);
        }

        if (pipeline.FailureQueue is { Count: > 0 } givenUp)
        {
            var last = givenUp[^1];
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"event-source mappings gave up on {givenUp.Sum(message => message.BatchSize)} records, ")
                + $"last {last.FunctionName} on {last.ShardId}: {last.Condition}: {last.LastError}");
        }

        return outcome with { Problems = problems, Duplicates = origins.Line, Slow = Slow() };
    }

    private string? Slow()
    {
        lock (pace)
        {
            return pace.WasSlow
                ? pace.Warning ?? string.Create(CultureInfo.InvariantCulture,
                    $"for a while this machine did not follow {settings.Speed:0.#} times real time; a lower --speed or fewer --records help")
                : null;
        }
    }

    // As CloudWatch tells it, a minute late: the largest of the last visible minute.
    private TimeSpan IteratorAge(DateTimeOffset now)
    {
        var minutes = pipeline.Services.Metrics.Query(
            "AWS/Kinesis",
            "GetRecords.IteratorAgeMilliseconds",
            new Dictionary<string, string> { ["StreamName"] = streamName },
            now - TimeSpan.FromMinutes(3),
            now,
            TimeSpan.FromMinutes(1));
        return minutes.Count == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(minutes[^1].Maximum);
    }

    private void NoteReshard(Resharded reshard)
    {
        if (reshard.StreamName == streamName)
        {
            lock (shards)
            {
                shards.Add(reshard.To);
            }
        }
    }

    private int[] Shards()
    {
        lock (shards)
        {
            return [.. shards];
        }
    }

    private async Task MeasureAsync(Task run)
    {
        using var timer = new PeriodicTimer(SamplePause);
        while (!run.IsCompleted)
        {
            var stream = Stream;
            lock (meter)
            {
                meter.Sample(Clock.GetUtcNow() - start, stream.AcceptedBytes, stream.ThrottledBytes, stream.OpenShards);
            }

            await timer.WaitForNextTickAsync().ConfigureAwait(false);
        }
    }

    private (LoadMinute[] Minutes, LoadMinute LastWhole) Load()
    {
        lock (meter)
        {
            return ([.. meter.Minutes], meter.LastWhole);
        }
    }

    private DemoFrame Frame()
    {
        var (now, stream) = (Clock.GetUtcNow(), Stream);
        var (minutes, lastWhole) = Load();
        var offered = replay.Offered;
        return Judged(new DemoFrame
        {
            TraceName = traceName,
            Speed = settings.Speed,
            Scale = scale,
            Phase = phase == DemoPhase.Offering && offered == scale.Records ? DemoPhase.Sending : phase,
            Clock = now,
            Minutes = minutes,
            LastWhole = lastWhole,
            OpenShards = stream.OpenShards,
            TargetShards = stream.TargetShards,
            Operations = stream.OperationsInLastDay,
            IteratorAge = IteratorAge(now),
            Offered = offered,
            Accepted = (int)producer.Statistics.UserRecordsAccepted,
            Processed = log.Processed,
            DeadLetters = log.DeadLetters,
            Functions = [.. pipeline.Functions.Select(function => new FunctionFigures(
                LogicalId.Short(function.LogicalId), function.Invocations, function.Errors, function.Restarts))],
            Decision = log.Decision,
        });
    }

    private DemoFrame Judged(DemoFrame frame)
    {
        lock (pace)
        {
            pace.Note(frame, Stopwatch.GetElapsedTime(started));
            return frame with { Warning = pace.Warning };
        }
    }
}
