using System.Text.Json.Serialization.Metadata;

namespace Shardwise.Consumers;

/// <summary>A <see cref="StreamConsumer"/> of user records that are JSON. What is not goes to the dead letters.</summary>
/// <typeparam name="T">What a user record holds.</typeparam>
public abstract class StreamConsumer<T> : StreamConsumer
{
    private readonly JsonTypeInfo<T> _json;

    /// <summary>Makes the consumer; make it once a process.</summary>
    /// <param name="json">How user records are read: a member of the user's <c>JsonSerializerContext</c>.</param>
    /// <param name="deadLetters">Where records that cannot be processed go.</param>
    /// <param name="options">Retries and times; the defaults when <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    protected StreamConsumer(JsonTypeInfo<T> json, IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
        : base(deadLetters, options)
    {
        ArgumentNullException.ThrowIfNull(json);
        _json = json;
    }

    /// <summary>Processes one user record: writes it to where it belongs, or takes it in until <see cref="StreamConsumer.FlushAsync"/>.</summary>
    /// <param name="value">What the record holds.</param>
    /// <param name="record">The user record.</param>
    /// <param name="context">The batch.</param>
    /// <param name="cancellationToken">Cancelled when the invocation's time runs short; the record then comes again.</param>
    /// <exception cref="RejectedRecordException">The record can never be processed.</exception>
    /// <exception cref="DependencyUnavailableException">Something that this depends on fails; the record is good.</exception>
    protected abstract Task ProcessAsync(T value, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken) =>
        !Options.Decompress && !Options.JsonLines
            ? ProcessAsync(RecordJson.Read(record.Data.Span, _json), record, context, cancellationToken)
            : ProcessUnpackedAsync(record, context, cancellationToken);

    /// <summary>The values of one record, in their order. By default one after the other.</summary>
    private protected virtual Task ProcessAllAsync(
        IReadOnlyList<T> values, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken) => Parts.ProcessAsync(
            values.Count, record, context, part => ProcessAsync(values[part], record.WithPart(part), context, cancellationToken));

    private Task ProcessUnpackedAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
    {
        var bytes = Options.Decompress ? Gzip.Unpack(record.Data) : record.Data;
        return Options.JsonLines
            ? ProcessAllAsync(RecordJson.ReadAll(bytes.Span, _json), record, context, cancellationToken)
            : ProcessAsync(RecordJson.Read(bytes.Span, _json), record, context, cancellationToken);
    }
}
