using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;

namespace Shardwise.Consumers;

/// <summary>
/// Base of a Lambda function that sums up a shard's records over tumbling windows: Lambda carries the state from one invocation to the next, and says
/// when a window is over.
/// </summary>
/// <remarks>
/// <para>
/// The mapping has <c>TumblingWindowInSeconds</c> and <c>ReportBatchItemFailures</c>. The state travels in the answer, together with the place up to
/// which it counts: a batch that fails or stops is counted once, whatever is delivered again. A duplicate that a producer made is counted twice.
/// </para>
/// <para>
/// A window is of one shard: what belongs together must have one partition key, or be summed up again further on. Lambda keeps 1 MB of state a shard
/// at most. <see cref="CloseAsync"/> is called at least once a window: it should replace what it wrote, under the window's shard and start.
/// </para>
/// <para>A record that is not the JSON that was asked for, or that <see cref="Check"/> refuses, goes to the dead letters and is not counted.</para>
/// </remarks>
/// <typeparam name="T">What a user record holds.</typeparam>
/// <typeparam name="TState">What is known of a window so far.</typeparam>
public abstract class WindowConsumer<T, TState>
{
    // Lambda wants a map of texts; the state is one of them.
    private const string StateName = "state";

    private readonly JsonTypeInfo<T> _json;
    private readonly JsonTypeInfo<TState> _stateJson;
    private readonly IDeadLetterDestination _deadLetters;
    private readonly ConsumerOptions _options;

    /// <summary>Makes the consumer; make it once a process.</summary>
    /// <param name="json">How user records are read: a member of the user's <c>JsonSerializerContext</c>.</param>
    /// <param name="stateJson">How the state is read and written: a member of the user's <c>JsonSerializerContext</c>.</param>
    /// <param name="deadLetters">Where records that cannot be counted go.</param>
    /// <param name="options">Times and output; the defaults when <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or <see cref="ConsumerOptions.Progress"/> is set.</exception>
    protected WindowConsumer(
        JsonTypeInfo<T> json, JsonTypeInfo<TState> stateJson, IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stateJson);
        _json = json;
        _stateJson = stateJson;
        _deadLetters = deadLetters;
        _options = options ?? new ConsumerOptions();
        _options = _options with { Output = _options.Output ?? Console.OpenStandardOutput() };

        // Says what is wrong with the arguments now, and not in the first invocation.
        _ = ConsumerOf(new Counting(this, default!));
    }

    /// <summary>The Lambda handler's work.</summary>
    /// <param name="windowEvent">The batch, or the end of a window.</param>
    /// <param name="lambdaContext">The invocation.</param>
    /// <returns>The state, and the sequence number from which Lambda is to deliver again, if any.</returns>
    /// <exception cref="InvalidDataException">The event is not one of a mapping with a tumbling window.</exception>
    public async Task<WindowResponse> HandleAsync(KinesisTimeWindowEvent windowEvent, ILambdaContext lambdaContext)
    {
        ArgumentNullException.ThrowIfNull(windowEvent);
        ArgumentNullException.ThrowIfNull(lambdaContext);
        using var deadline = new Deadline(lambdaContext.RemainingTime, TimeSpan.Zero, _options.TimeProvider);
        var window = WindowOf(windowEvent);
        var counting = new Counting(this, StateOf(windowEvent, window));
        var answer = await ConsumerOf(counting).HandleAsync(windowEvent, lambdaContext);
        var isOver = windowEvent.IsFinalInvokeForWindow == true && answer.BatchItemFailures.Count == 0;
        if (isOver)
        {
            await CloseAsync(counting.State, window, deadline.Finishing);
        }

        return new WindowResponse
        {
            State = isOver ? [] : new() { [StateName] = JsonSerializer.Serialize(counting.State, _stateJson) },
            BatchItemFailures = answer.BatchItemFailures,
        };
    }

    /// <summary>The state of a window before its first record.</summary>
    /// <param name="window">The window.</param>
    protected abstract TState Begin(TumblingWindow window);

    /// <summary>Says of a record that it can never be counted. By default all can.</summary>
    /// <param name="value">What the record holds.</param>
    /// <exception cref="RejectedRecordException">It goes to the dead letters.</exception>
    protected virtual void Check(T value)
    {
    }

    /// <summary>Counts a record: in stream order, once. It should not fail: when it does, the whole batch comes again.</summary>
    /// <param name="state">What is known so far; it may be changed and returned.</param>
    /// <param name="item">The record.</param>
    /// <returns>What is known then.</returns>
    protected abstract TState Add(TState state, SinkItem<T> item);

    /// <summary>Writes a window's result. When it throws, Lambda calls again with the same state.</summary>
    /// <param name="state">What is known of the whole window.</param>
    /// <param name="window">The window.</param>
    /// <param name="cancellationToken">Cancelled when the invocation is about to run out of time.</param>
    protected abstract Task CloseAsync(TState state, TumblingWindow window, CancellationToken cancellationToken);

    // One an invocation, for the state is the batch's, and several batches may be under way in the process.
    private SinkConsumer<T> ConsumerOf(Counting counting) => new(_json, counting, _deadLetters, _options);

    private static TumblingWindow WindowOf(KinesisTimeWindowEvent windowEvent) =>
        windowEvent is { Window: { } window, ShardId: { } shard }
            ? new(shard, Utc(window.Start), Utc(window.End), windowEvent.IsWindowTerminatedEarly == true)
            : throw new InvalidDataException("The event has no window; the event-source mapping must have TumblingWindowInSeconds.");

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time.ToUniversalTime(), DateTimeKind.Utc));

    private TState StateOf(KinesisTimeWindowEvent windowEvent, TumblingWindow window)
    {
        if (windowEvent.State?.TryGetValue(StateName, out var text) != true)
        {
            return Begin(window);
        }

        try
        {
            return JsonSerializer.Deserialize(text!, _stateJson) ?? Begin(window);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException(
                $"The state of the window of {window.ShardId} at {window.Start:O} is not a {typeof(TState).Name}; "
                + "was the function changed meanwhile?",
                broken);
        }
    }

    /// <summary>Counts what a batch leaves to be written, which is what will not come again.</summary>
    private sealed class Counting(WindowConsumer<T, TState> consumer, TState state) : ISink<T>
    {
        public TState State { get; private set; } = state;

        public void Check(T value) => consumer.Check(value);

        public Task WriteAsync(IReadOnlyList<SinkItem<T>> items, CancellationToken cancellationToken)
        {
            State = items.Aggregate(State, consumer.Add);
            return Task.CompletedTask;
        }
    }
}
