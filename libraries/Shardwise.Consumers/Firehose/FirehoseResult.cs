using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shardwise.Consumers;

/// <summary>What becomes of one record of a <see cref="FirehoseTransform"/>.</summary>
public sealed record FirehoseResult
{
    private FirehoseResult(FirehoseOutcome outcome) => Outcome = outcome;

    /// <summary>The record is left out of what Firehose delivers, and counts as done.</summary>
    public static FirehoseResult Dropped { get; } = new(FirehoseOutcome.Dropped);

    internal FirehoseOutcome Outcome { get; }

    internal ReadOnlyMemory<byte> Data { get; private init; }

    internal IReadOnlyDictionary<string, string>? PartitionKeys { get; private init; }

    internal string? Reason { get; private init; }

    /// <summary>The record is delivered as these bytes.</summary>
    /// <param name="data">What to deliver. Firehose puts nothing between records: end each with a line feed where readers want lines.</param>
    /// <param name="partitionKeys">For dynamic partitioning: names and values that the destination's prefix refers to.</param>
    /// <exception cref="RejectedRecordException">
    /// A partition key has no name, or no value: the record is answered <c>ProcessingFailed</c>.
    /// </exception>
    public static FirehoseResult Ok(ReadOnlyMemory<byte> data, IReadOnlyDictionary<string, string>? partitionKeys = null) =>
        new(FirehoseOutcome.Ok) { Data = data, PartitionKeys = Checked(partitionKeys) };

    /// <summary>The record is delivered as a line of JSON, its line feed included.</summary>
    /// <param name="value">What to deliver.</param>
    /// <param name="json">How it is written: a member of the user's <c>JsonSerializerContext</c>.</param>
    /// <param name="partitionKeys">For dynamic partitioning: names and values that the destination's prefix refers to.</param>
    /// <exception cref="RejectedRecordException">
    /// A partition key has no name, or no value: the record is answered <c>ProcessingFailed</c>.
    /// </exception>
    public static FirehoseResult Ok<TOut>(TOut value, JsonTypeInfo<TOut> json, IReadOnlyDictionary<string, string>? partitionKeys = null)
    {
        using var line = new MemoryStream();
        JsonSerializer.Serialize(line, value, json);
        line.WriteByte((byte)'\n');
        return Ok(line.GetBuffer().AsMemory(0, (int)line.Length), partitionKeys);
    }

    /// <summary>The record cannot be transformed: Firehose puts it as it came into the destination's <c>processing-failed/</c> folder.</summary>
    /// <param name="reason">What is wrong with it, in words for a person; goes to the log.</param>
    public static FirehoseResult Failed(string reason) => new(FirehoseOutcome.ProcessingFailed) { Reason = reason };

    // A copy, for what is looked at later must be what was looked at here.
    private static Dictionary<string, string>? Checked(IReadOnlyDictionary<string, string>? partitionKeys)
    {
        if (partitionKeys is null)
        {
            return null;
        }

        var copy = new Dictionary<string, string>(partitionKeys.Count);
        foreach (var (name, value) in partitionKeys)
        {
            if (string.IsNullOrEmpty(name) || value is null)
            {
                throw new RejectedRecordException(
                    $"The partition key \"{name}\" is {(value is null ? "null" : $"\"{value}\"")}; allowed is a name and a text for it.");
            }

            copy[name] = value;
        }

        return copy;
    }
}
