using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shardwise.Consumers;

/// <summary>A <see cref="FirehoseTransform"/> of records that are JSON. What is not JSON is answered <c>ProcessingFailed</c>.</summary>
/// <typeparam name="T">What a record holds.</typeparam>
public abstract class FirehoseTransform<T> : FirehoseTransform
{
    private readonly JsonTypeInfo<T> _json;

    /// <summary>Makes the transform; make it once a process.</summary>
    /// <param name="json">How records are read: a member of the user's <c>JsonSerializerContext</c>.</param>
    /// <param name="options">The defaults when <see langword="null"/>.</param>
    protected FirehoseTransform(JsonTypeInfo<T> json, FirehoseTransformOptions? options = null)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(json);
        _json = json;
    }

    /// <summary>Transforms one record.</summary>
    /// <param name="value">What the record holds.</param>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Cancelled when the invocation is about to run out of time.</param>
    /// <exception cref="RejectedRecordException">The record can never be transformed; the same as <see cref="FirehoseResult.Failed"/>.</exception>
    /// <exception cref="DependencyUnavailableException">Something that this depends on fails; the record is good.</exception>
    protected abstract ValueTask<FirehoseResult> TransformAsync(T value, FirehoseEventRecord record, CancellationToken cancellationToken);

    /// <summary>What becomes of a record of nothing but white space, which some producers put between others.</summary>
    /// <param name="record">The record.</param>
    /// <returns>By default it fails as any other that is not JSON.</returns>
    protected virtual FirehoseResult TransformBlank(FirehoseEventRecord record) => FirehoseResult.Failed("The record is blank.");

    /// <inheritdoc/>
    protected sealed override ValueTask<FirehoseResult> TransformAsync(FirehoseEventRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var bytes = Options.Decompress ? Gzip.Unpack(record.Data) : record.Data;
        return RecordJson.IsBlank(bytes.Span) ? ValueTask.FromResult(TransformBlank(record))
            : Options.JsonLines ? TransformAllAsync(RecordJson.ReadAll(bytes.Span, _json), record, cancellationToken)
            : TransformAsync(RecordJson.Read(bytes.Span, _json), record, cancellationToken);
    }

    private ValueTask<FirehoseResult> TransformAllAsync(List<T> values, FirehoseEventRecord record, CancellationToken cancellationToken) =>
        JoinedResults.OfAsync(values.Count, part => TransformAsync(values[part], record, cancellationToken));
}
