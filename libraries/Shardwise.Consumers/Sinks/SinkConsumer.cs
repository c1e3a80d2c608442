using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;

namespace Shardwise.Consumers;

/// <summary>
/// Consumes a batch at a time: turns each user record into what is written, and gives all of a batch to a sink at once. A record counts as done
/// only when the sink has it.
/// </summary>
/// <typeparam name="TIn">What a user record holds.</typeparam>
/// <typeparam name="TOut">What is written.</typeparam>
public abstract class SinkConsumer<TIn, TOut> : StreamConsumer<TIn>
{
    // Lists that a batch is done with, for the next one: those of a large batch are large. One for each invocation that was ever under way at once.
    private readonly ConcurrentBag<List<SinkItem<TOut>>> _spare = [];
    private readonly ISink<TOut> _sink;

    /// <summary>Makes the consumer; make it once a process.</summary>
    /// <param name="json">How user records are read: a member of the user's <c>JsonSerializerContext</c>.</param>
    /// <param name="sink">Where they are written to.</param>
    /// <param name="deadLetters">Where records that cannot be processed go.</param>
    /// <param name="options">Retries and times; the defaults when <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or <see cref="ConsumerOptions.Progress"/> is set.</exception>
    protected SinkConsumer(JsonTypeInfo<TIn> json, ISink<TOut> sink, IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
        : base(json, deadLetters, options)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (options?.Progress is not null)
        {
            throw new ArgumentException(
                $"{nameof(ConsumerOptions)}.{nameof(ConsumerOptions.Progress)} is set; allowed is none where a batch is written as a whole, for "
                + "nothing is done before.");
        }

        _sink = sink;
    }

    /// <summary>Turns a user record into what is written.</summary>
    /// <param name="value">What the record holds.</param>
    /// <param name="record">The user record.</param>
    /// <returns>What is written; <see langword="null"/> for nothing.</returns>
    /// <exception cref="RejectedRecordException">The record can never be processed.</exception>
    protected abstract TOut? Convert(TIn value, StreamRecord record);

    /// <inheritdoc/>
    protected sealed override Task ProcessAsync(TIn value, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
    {
        if (ItemOf(value, record) is { } item)
        {
            var items = ItemsOf(context);
            lock (items)
            {
                items.Add(item);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    private protected sealed override Task ProcessAllAsync(
        IReadOnlyList<TIn> values, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
    {
        // None is taken in before all are known to be good: the record is tried again, and set aside, whole.
        var all = values.Select((value, part) => ItemOf(value, record.WithPart(part))).OfType<SinkItem<TOut>>().ToList();
        var items = ItemsOf(context);
        lock (items)
        {
            items.AddRange(all);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected sealed override Task FlushAsync(ConsumerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var taken = ItemsOf(context);
        var items = new List<SinkItem<TOut>>(taken.Count);
        var isInOrder = true;
        foreach (var item in taken)
        {
            if (!context.ComesAgain(item.Position))
            {
                isInOrder &= items.Count == 0 || InStreamOrder(items[^1], item) <= 0;
                items.Add(item);
            }
        }

        // Several threads may have taken them in.
        if (!isInOrder)
        {
            items.Sort(InStreamOrder);
        }

        taken.Clear();
        _spare.Add(taken);
        context.Taken = null;
        return items.Count == 0 ? Task.CompletedTask : _sink.WriteAsync(items, cancellationToken);
    }

    /// <inheritdoc/>
    private protected sealed override void BeginTaking(ConsumerContext context) =>
        context.Taken = _spare.TryTake(out var spare) ? spare : new List<SinkItem<TOut>>();

    private static int InStreamOrder(SinkItem<TOut> a, SinkItem<TOut> b) =>
        a.Position.IndexInBatch != b.Position.IndexInBatch ? a.Position.IndexInBatch.CompareTo(b.Position.IndexInBatch)
        : a.SubSequenceNumber != b.SubSequenceNumber ? a.SubSequenceNumber.CompareTo(b.SubSequenceNumber)
        : a.Part.CompareTo(b.Part);

    private SinkItem<TOut>? ItemOf(TIn value, StreamRecord record)
    {
        if (Convert(value, record) is not { } converted)
        {
            return null;
        }

        _sink.Check(converted);
        return new SinkItem<TOut>(converted, record.Position, record.SubSequenceNumber, record.Part);
    }

    private static List<SinkItem<TOut>> ItemsOf(ConsumerContext context) => (List<SinkItem<TOut>>)context.Taken!;
}
