using System.Collections.Concurrent;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Scaling;

namespace Shardwise.Scaler;

/// <summary>
/// The operations of the rolling day, kept on the stream itself as a tag. What could not be written stays in this process, counts in
/// the next minutes, and is written then.
/// </summary>
internal sealed class Ledger(IAmazonKinesis kinesis, TimeProvider clock)
{
    public const string TagKey = "shardwise:operations";

    private const int WriteAttempts = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    // A stream has at most 50 tags; more pages than this is a server that repeats itself.
    private const int MostPages = 50;

    private static readonly TimeSpan Kept = new ReshardLimits().Window;

    private readonly ConcurrentDictionary<string, ScalingOperation[]> _unwritten = new(StringComparer.Ordinal);

    /// <summary>The known operations, oldest first, and what is wrong with the ledger, if anything.</summary>
    /// <exception cref="AwsCallException">The tags could not be read.</exception>
    public async Task<(IReadOnlyList<ScalingOperation> Operations, string? Problem)> ReadAsync(
        string stream, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var value = await TagAsync(stream, cancellationToken);
        var (operations, whole) = LedgerCodec.Decode(value);
        var problem = whole ? null : $"the tag {TagKey} is not a ledger as this scaler writes it (\"{value}\"), so operations may be missing from the count";
        if (!_unwritten.TryGetValue(stream, out var unwritten))
            return (operations, problem);

        operations = [.. operations.Union(unwritten).OrderBy(operation => operation.At)];
        return (operations, await WriteOnceAsync(stream, operations, now, cancellationToken) is { } failure
            ? $"the ledger is still not written: {failure}"
            : problem);
    }

    /// <summary>Writes all known operations; a failure is not thrown, since the reshard has been accepted by then.</summary>
    /// <returns>What is wrong, or <see langword="null"/> when it was written.</returns>
    public async Task<string?> WriteAsync(string stream, IReadOnlyList<ScalingOperation> operations, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var failure = await WriteOnceAsync(stream, operations, now, cancellationToken);
            if (failure is null)
                return null;
            if (attempt == WriteAttempts || cancellationToken.IsCancellationRequested)
            {
                return $"THE LEDGER WAS NOT WRITTEN after {attempt} attempts: {failure}; until it is, only this process knows of the newest operation";
            }

            // Exponential with full jitter: many scalers may be held up by the same moment.
            await Pause(FirstPause * Math.Pow(2, attempt - 1) * Random.Shared.NextDouble(), cancellationToken);
        }
    }

    private async Task<string?> WriteOnceAsync(
        string stream, IReadOnlyList<ScalingOperation> operations, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ScalingOperation[] kept = [.. operations.Where(operation => operation.At > now - Kept)];
        try
        {
            await AwsCall.RunAsync("AddTagsToStream", () => kinesis.AddTagsToStreamAsync(
                new AddTagsToStreamRequest { StreamName = stream, Tags = new Dictionary<string, string> { [TagKey] = LedgerCodec.Encode(kept) } },
                cancellationToken));
            _unwritten.TryRemove(stream, out _);
            return null;
        }
        catch (AwsCallException error)
        {
            _unwritten[stream] = kept;
            return error.Message;
        }
    }

    private async Task<string?> TagAsync(string stream, CancellationToken cancellationToken)
    {
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var response = await AwsCall.RunAsync("ListTagsForStream", () => kinesis.ListTagsForStreamAsync(
                new ListTagsForStreamRequest { StreamName = stream, ExclusiveStartTagKey = after }, cancellationToken));
            var tags = response.Tags ?? [];
            if (tags.Find(tag => tag.Key == TagKey) is { } found)
                return found.Value ?? "";
            if (response.HasMoreTags != true || tags.Count == 0)
                return null;
            after = tags[^1].Key;
        }

        return null;
    }

    private async Task Pause(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The last attempt is made and says that time is up.
        }
    }
}
