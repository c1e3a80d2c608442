using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shardwise.Producer;

namespace Shardwise.Consumers;

/// <summary>
/// Writes a batch to another Kinesis stream as JSON, one user record an item, through a <see cref="KinesisProducer"/>, which aggregates and retries.
/// </summary>
/// <remarks>
/// At least once: a batch that comes again is written again, since a stream replaces nothing. Its readers recognise an item by an id of its own.
/// Items of one partition key keep their order where the producer has <see cref="ProducerOptions.PreserveOrder"/>.
/// </remarks>
/// <typeparam name="T">What a user record of the other stream holds.</typeparam>
public sealed class KinesisSink<T> : ISink<T>
{
    private readonly KinesisProducer _producer;
    private readonly JsonTypeInfo<T> _json;
    private readonly Func<T, string> _partitionKeyOf;

    /// <summary>Makes the sink.</summary>
    /// <param name="producer">
    /// The other stream's producer; stays its caller's. Best made once a process, with a <see cref="ProducerOptions.RecordTtl"/> that is well below
    /// the function's time-out.
    /// </param>
    /// <param name="json">How a user record is written: a member of the user's <c>JsonSerializerContext</c>.</param>
    /// <param name="partitionKeyOf">An item's partition key, 1 to 256 characters.</param>
    public KinesisSink(KinesisProducer producer, JsonTypeInfo<T> json, Func<T, string> partitionKeyOf)
    {
        ArgumentNullException.ThrowIfNull(producer);
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(partitionKeyOf);
        (_producer, _json, _partitionKeyOf) = (producer, json, partitionKeyOf);
    }

    /// <inheritdoc/>
    /// <exception cref="RejectedRecordException">The item is larger than the producer sends, or its partition key is none.</exception>
    public void Check(T value)
    {
        try
        {
            _producer.Check(_partitionKeyOf(value), Bytes(value));
        }
        catch (ArgumentException never)
        {
            throw new RejectedRecordException(never.Message.Replace($" (Parameter '{never.ParamName}')", "", StringComparison.Ordinal), never);
        }
        catch (RecordNotAcceptedException never)
        {
            throw new RejectedRecordException(never.Message, never);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DependencyUnavailableException">The stream did not take an item within the producer's time to live.</exception>
    public async Task WriteAsync(IReadOnlyList<SinkItem<T>> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        var accepted = new List<Task<ProducedRecord>>(items.Count);
        foreach (var item in items)
        {
            accepted.Add(await _producer.BufferAsync(_partitionKeyOf(item.Value), Bytes(item.Value), cancellationToken: cancellationToken));
        }

        // Settles them all, for better or worse; without it the last ones would wait for company.
        await _producer.FlushAsync(cancellationToken);
        var refused = accepted.Where(record => record.IsFaulted).Select(record => record.Exception!.InnerException!).ToList();
        if (refused.Count > 0)
        {
            throw new DependencyUnavailableException($"{refused.Count} of {items.Count} items were not written. {refused[0].Message}", refused[0]);
        }
    }

    private byte[] Bytes(T value) => JsonSerializer.SerializeToUtf8Bytes(value, _json);
}
