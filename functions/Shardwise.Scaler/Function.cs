using System.Collections.Concurrent;
using Amazon.CloudWatch;
using Amazon.Kinesis;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Runtime;
using Shardwise.Scaler;
using Shardwise.Scaler.Acting;
using Shardwise.Scaler.Aws;
using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Deciding;
using Shardwise.Scaler.Ledgers;
using Shardwise.Scaler.Observing;
using Shardwise.Scaler.Reporting;
using Shardwise.Scaling;

[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<ScalerJsonContext>))]

namespace Shardwise.Scaler;

/// <summary>
/// What Lambda runs, once a minute and stream, and at once when an alarm says that writes are throttled: observe, decide, reshard,
/// report. Made once a process.
/// </summary>
/// <remarks>
/// What AWS may ordinarily answer (in use, limit, throttled, not found, on-demand, no metrics) is reported in the log line and ends the
/// minute well. Anything else (denied, unreachable, a bad target) is one log line of its own and then a <see cref="ScalerException"/>, so
/// that Lambda counts an error and an alarm can see it. Lambda may then run the same event again: that is harmless, since each run
/// observes anew and AWS takes one reshard at a time.
/// </remarks>
public sealed partial class Function
{
    private const string AlarmDetailType = "Shardwise Alarm";

    // Of what is left of the invocation: observing and resharding may take the first part, writing the ledger the second,
    // so that a slow call leaves time to write down an operation that was accepted, and to say so.
    private const double ShareForCalls = 0.6;
    private const double ShareForLedger = 0.25;
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(5);

    // Splits and merges take about half a minute each: an invocation stays for a second one, and is gone before the next one comes.
    private static readonly TimeSpan StaysFor = TimeSpan.FromSeconds(48);
    private static readonly TimeSpan TimeForATurn = TimeSpan.FromSeconds(8);
    private const int MostSteps = 2;
    private const int MostTurns = 4;

    private readonly ConcurrentDictionary<string, string> _said = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastTurn = new(StringComparer.Ordinal);
    private readonly Decider _decider;
    private readonly StreamObserver _observer;
    private readonly Actor _actor;
    private readonly Reporter _reporter;
    private readonly StreamRest _rest;
    private readonly NoticeBoard _notices = new();
    private readonly AccountRates _rates;
    private readonly TimeProvider _clock;

    /// <summary>Made by Lambda.</summary>
    public Function()
        : this(new AmazonKinesisClient(KinesisConfig(retries: 3)), new AmazonKinesisClient(KinesisConfig(retries: 0)),
            new AmazonCloudWatchClient(CloudWatchConfig()), Console.OpenStandardOutput())
    {
    }

    /// <summary>Made with clients of one's own.</summary>
    /// <param name="kinesis">Reads the stream and writes its tags; should retry.</param>
    /// <param name="reshards">Makes the calls that change shards and nothing else; must not retry, since a lost answer is not a refusal.</param>
    /// <param name="cloudWatch">Reads the metrics; should retry.</param>
    /// <param name="output">Takes the log and metric lines.</param>
    /// <param name="clock">Times the pauses between attempts to write the ledger, and the wait for a split to end; by default the system's.</param>
    /// <param name="policy">Decides; by default the <see cref="ScalerPolicy"/> of each stream's target.</param>
    public Function(
        IAmazonKinesis kinesis, IAmazonKinesis reshards, IAmazonCloudWatch cloudWatch, Stream output, TimeProvider? clock = null,
        IScalingPolicy? policy = null)
    {
        _clock = clock ?? TimeProvider.System;
        _rates = new AccountRates(_clock);
        var ledgers = new LedgerStore(kinesis, _clock, _rates);
        _observer = new StreamObserver(kinesis, new MetricReader(cloudWatch), ledgers, _rates);
        _decider = new Decider(policy ?? new StreamPolicies());
        _actor = new Actor(new Resharder(reshards, _rates), ledgers, new AccountLimits(kinesis));
        _reporter = new Reporter(output);
        _rest = new StreamRest(kinesis, _clock, _rates);
    }

    /// <summary>The handler.</summary>
    /// <param name="scheduled">The scheduled event; its <c>time</c> is now, its <c>detail</c> the stream and its bounds.</param>
    /// <param name="context">Says how much time is left.</param>
    /// <exception cref="ScalerException">The detail is not usable, or a call failed in a way that is not ordinary.</exception>
    /// <returns>What is to be told; <see langword="null"/> for nothing.</returns>
    public async Task<ScalerNotices?> HandleAsync(CloudWatchEvent<ScalingTarget> scheduled, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(scheduled);
        ArgumentNullException.ThrowIfNull(context);
        var now = TimeOf(scheduled.Time, scheduled.Detail?.StreamName ?? "");
        var target = Checked(scheduled.Detail, now);
        try
        {
            await MinuteAsync(target, now, scheduled.DetailType == AlarmDetailType, context);
        }
        catch (AwsCallException error)
        {
            NotObserved(target.StreamName, now, error);
        }

        return _notices.Taken();
    }

    private async Task MinuteAsync(ScalingTarget target, DateTimeOffset now, bool byAlarm, ILambdaContext context)
    {
        var began = _clock.GetTimestamp();
        await GoOnAsync(target, now, byAlarm, context, began, await TurnAsync(target, now, byAlarm, mayRemember: false, context));
    }

    private async Task GoOnAsync(ScalingTarget target, DateTimeOffset now, bool byAlarm, ILambdaContext context, long began, Turn turn)
    {
        // An alarm comes in the middle of a scheduled minute, whose invocation may be staying already.
        for (var (turns, steps) = (1, turn.Steps); turn.GoesOn && !byAlarm && steps < MostSteps && turns < MostTurns; turns++, steps += turn.Steps)
        {
            if (turn.IsUpdating && !await RestAsync(target.StreamName, _clock.GetElapsedTime(began), context))
                return;
            turn = await TurnAsync(target, now + _clock.GetElapsedTime(began), byAlarm, mayRemember: false, context);
        }
    }

    private async Task<bool> RestAsync(string stream, TimeSpan elapsed, ILambdaContext context)
    {
        var (untilNext, untilTimeout) = (StaysFor - elapsed, context.RemainingTime - TimeForATurn);
        using var waiting = new CancellationTokenSource(untilTimeout > TimeSpan.Zero ? untilTimeout : TimeSpan.Zero);
        return await _rest.WaitAsync(stream, untilNext < untilTimeout ? untilNext : untilTimeout, waiting.Token);
    }

    private async Task<Turn> TurnAsync(ScalingTarget target, DateTimeOffset now, bool byAlarm, bool mayRemember, ILambdaContext context)
    {
        using var calls = Deadline(context, ShareForCalls);
        using var writes = Deadline(context, ShareForCalls + ShareForLedger);
        var reading = await _observer.ReadAsync(target, now, byAlarm, mayRemember, calls.Token);
        if (reading.Observation is not { } observed)
        {
            if (reading.Outcome == Outcome.CommitmentMissing)
                CommitmentMissing(target.StreamName, now, reading.Reason!);
            Unobserved(target.StreamName, now, reading.Outcome!, reading.Reason!);
            return Turn.Last;
        }

        _said.TryRemove(target.StreamName, out _);
        var plan = _decider.Decide(observed);
        // Nothing is done by what is remembered.
        if (reading.IsRemembered && plan.ChangesAnything(observed.Ledger))
            return await TurnAsync(target, now, byAlarm, mayRemember: false, context);
        if (plan.ChangesAnything(observed.Ledger))
            _observer.Forget(target.StreamName);
        var acted = await _actor.ActAsync(observed, plan, calls.Token, writes.Token);
        var problem = Sentences.Join(reading.Problem, acted.Problem);
        _reporter.Decided(observed, plan, acted, problem);
        _notices.Tell(observed, plan, acted, problem);
        if (acted.Outcome is Outcome.Unanswered or Outcome.Failed)
            throw new ScalerException(FailureText(target.StreamName, acted.Problem!));
        return Turn.Of(observed, plan, acted);
    }

    private void CommitmentMissing(string stream, DateTimeOffset now, string reason)
    {
        _reporter.CommitmentMissing(now, stream);
        _notices.Tell(stream, now, "commitmentMissing", reason);
    }

    // What lasts is said once: a stream that is gone stays gone, each minute of it.
    private void Unobserved(string stream, DateTimeOffset now, string outcome, string reason)
    {
        if (_said.TryGetValue(stream, out var said) && said == outcome)
            return;
        _said[stream] = outcome;
        _reporter.NotObserved(now, stream, outcome, reason);
    }

    private void NotObserved(string stream, DateTimeOffset now, AwsCallException error)
    {
        switch (error.Failure)
        {
            case AwsFailure.Throttled or AwsFailure.LimitExceeded:
                _reporter.NotObserved(now, stream, Outcome.Throttled, $"Nothing decided for stream {stream} in this minute: {error.Message}.");
                break;
            case AwsFailure.NotFound:
                Unobserved(stream, now, Outcome.StreamNotFound, $"There is no stream {stream}; its schedule can go.");
                break;
            default:
                throw Failure(stream, now, Outcome.Failed, error.Message, error);
        }
    }

    private DateTimeOffset TimeOf(DateTime time, string stream)
    {
        if (time == default)
            throw Failure(stream, default, Outcome.InvalidTarget, "the event has no time", null);
        return new DateTimeOffset(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc));
    }

    private ScalingTarget Checked(ScalingTarget? target, DateTimeOffset now)
    {
        if (target is null)
            throw Failure("", now, Outcome.InvalidTarget, "the event has no detail", null);
        try
        {
            target.Validate();
            return target;
        }
        catch (ArgumentException error)
        {
            throw Failure(target.StreamName ?? "", now, Outcome.InvalidTarget, error.Message.TrimEnd('.'), error);
        }
    }

    private ScalerException Failure(string stream, DateTimeOffset now, string outcome, string what, Exception? cause)
    {
        var reason = FailureText(stream, what);
        _reporter.Failed(now, stream, outcome, reason);
        return new ScalerException(reason, cause);
    }

    private static string FailureText(string stream, string what) => $"The scaler failed for stream \"{stream}\": {what}.";

    private static CancellationTokenSource Deadline(ILambdaContext context, double share)
    {
        var time = context.RemainingTime * share;
        return new CancellationTokenSource(time > LeastTime ? time : LeastTime);
    }

    // These calls take tens of milliseconds; four attempts of two seconds with the SDK's jittered pauses stay within a half-minute timeout.
    private static AmazonKinesisConfig KinesisConfig(int retries) => new()
    {
        RetryMode = RequestRetryMode.Standard,
        MaxErrorRetry = retries,
        ConnectTimeout = TimeSpan.FromSeconds(1),
        Timeout = TimeSpan.FromSeconds(retries == 0 ? 6 : 2),
    };

    // A window of a day is some thousand datapoints, and answers within a second.
    private static AmazonCloudWatchConfig CloudWatchConfig() => new()
    {
        RetryMode = RequestRetryMode.Standard,
        MaxErrorRetry = 3,
        ConnectTimeout = TimeSpan.FromSeconds(1),
        Timeout = TimeSpan.FromSeconds(4),
    };
}
