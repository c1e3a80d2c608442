using System.Text.Json.Serialization.Metadata;

namespace Shardwise.Consumers;

/// <summary>Writes user records as they are to a sink, a batch at a time.</summary>
/// <typeparam name="T">What a user record holds, and what is written.</typeparam>
/// <param name="json">How user records are read: a member of the user's <c>JsonSerializerContext</c>.</param>
/// <param name="sink">Where they are written to.</param>
/// <param name="deadLetters">Where records that cannot be processed go.</param>
/// <param name="options">Retries and times; the defaults when <see langword="null"/>.</param>
public class SinkConsumer<T>(JsonTypeInfo<T> json, ISink<T> sink, IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
    : SinkConsumer<T, T>(json, sink, deadLetters, options)
{
    /// <inheritdoc/>
    protected override T? Convert(T value, StreamRecord record) => value;
}
