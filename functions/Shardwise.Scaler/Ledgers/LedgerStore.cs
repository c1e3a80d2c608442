using System.Collections.Concurrent;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Scaler.Aws;
using Shardwise.Scaler.Basics;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Ledgers;

/// <summary>
/// The ledger of a stream, kept on the stream itself as tags. What could not be written stays in this process, counts in the next minutes,
/// and is written then.
/// </summary>
internal sealed class LedgerStore(IAmazonKinesis kinesis, TimeProvider clock, AccountRates rates)
{
    private const int WriteAttempts = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    // A stream has at most 50 tags; more pages than this is a server that repeats itself.
    private const int MostPages = 50;

    private readonly ConcurrentDictionary<string, Ledger> _unwritten = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _targets = new(StringComparer.Ordinal);

    /// <summary>The ledger, what the operator allows, and what is wrong with either, if anything.</summary>
    /// <exception cref="AwsCallException">The tags could not be read.</exception>
    public async Task<(Ledger Ledger, ScalerMode Mode, string? Problem)> ReadAsync(string stream, CancellationToken cancellationToken)
    {
        var tags = await TagsAsync(stream, cancellationToken);
        var value = tags.GetValueOrDefault(LedgerTags.Operations);
        var (operations, pending, whole) = OperationsCodec.Decode(value);
        var problem = whole
            ? null
            : $"the tag {LedgerTags.Operations} is not a ledger as this scaler writes it (\"{value}\"), so operations may be missing from the count";
        var (mode, modeProblem) = LedgerTags.ModeOf(tags.GetValueOrDefault(LedgerTags.Mode));
        var ledger = new Ledger
        {
            Operations = operations,
            NewestIsPending = pending,
            Steps = StepsCodec.Decode(tags.GetValueOrDefault(LedgerTags.Steps)),
            State = StateCodec.Decode(tags.GetValueOrDefault(LedgerTags.State)),
        };
        if (_unwritten.TryGetValue(stream, out var unwritten))
            ledger = unwritten with { Operations = Union(ledger, unwritten) };
        return (ledger, mode, Sentences.Join(problem, modeProblem));
    }

    /// <summary>Notes what a stream is held to; it is written with the ledger, for whoever looks at the stream.</summary>
    public void Describe(ScalingTarget target) => _targets[target.StreamName] = TargetCodec.Encode(target);

    /// <summary>Whether this process holds ledger of the stream that could not be written.</summary>
    public bool HoldsUnwritten(string stream) => _unwritten.ContainsKey(stream);

    /// <summary>Keeps the ledger in this process only.</summary>
    public void Hold(string stream, Ledger ledger) => _unwritten[stream] = ledger;

    /// <summary>Writes the ledger, trying several times; a failure is not thrown, since the stream matters more than its ledger.</summary>
    /// <returns>What is wrong, or <see langword="null"/> when they were written.</returns>
    public async Task<string?> WriteAsync(string stream, Ledger ledger, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var failure = await WriteOnceAsync(stream, ledger, cancellationToken);
            if (failure is null)
                return null;
            if (attempt == WriteAttempts || cancellationToken.IsCancellationRequested)
                return $"THE LEDGER WAS NOT WRITTEN after {attempt} attempts: {failure}; "
                    + "until it is, only this process knows of the newest operation";

            // Exponential with full jitter: many scalers may be held up by the same moment.
            await Pause(FirstPause * Math.Pow(2, attempt - 1) * Random.Shared.NextDouble(), cancellationToken);
        }
    }

    /// <summary>Writes the ledger in one attempt.</summary>
    /// <returns>What is wrong, or <see langword="null"/> when they were written.</returns>
    public async Task<string?> WriteOnceAsync(string stream, Ledger ledger, CancellationToken cancellationToken)
    {
        var tags = new Dictionary<string, string>
        {
            [LedgerTags.State] = StateCodec.Encode(ledger.State),
            [LedgerTags.Operations] = OperationsCodec.Encode(ledger.Operations, ledger.NewestIsPending),
        };
        // A stream that never was split or merged has no tag of it.
        if (ledger.Steps.Count > 0)
            tags[LedgerTags.Steps] = StepsCodec.Encode(ledger.Steps);
        if (_targets.TryGetValue(stream, out var target))
            tags[LedgerTags.Target] = target;
        try
        {
            await rates.WriteTagsAsync(cancellationToken);
            await AwsCall.RunAsync("AddTagsToStream", () => kinesis.AddTagsToStreamAsync(
                new AddTagsToStreamRequest { StreamName = stream, Tags = tags }, cancellationToken));
            _unwritten.TryRemove(stream, out _);
            return null;
        }
        catch (AwsCallException error)
        {
            _unwritten[stream] = ledger;
            return error.Message;
        }
        catch (OperationCanceledException)
        {
            _unwritten[stream] = ledger;
            return "AddTagsToStream had no turn in time";
        }
    }

    // An operation that is pending in one copy and settled in the other is one operation: the settled word is the newer.
    private static IReadOnlyList<ScalingOperation> Union(Ledger written, Ledger unwritten)
    {
        var known = written.NewestIsPending ? written.Operations.SkipLast(1) : written.Operations;
        return [.. known.Union(unwritten.Operations).OrderBy(operation => operation.At)];
    }

    private async Task<Dictionary<string, string>> TagsAsync(string stream, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            await AwsCall.TurnAsync("ListTagsForStream", rates.ReadTagsAsync(cancellationToken));
            var response = await AwsCall.RunAsync("ListTagsForStream", () => kinesis.ListTagsForStreamAsync(
                new ListTagsForStreamRequest { StreamName = stream, ExclusiveStartTagKey = after }, cancellationToken));
            var tags = response.Tags ?? [];
            foreach (var tag in tags)
                found[tag.Key] = tag.Value ?? "";
            if (response.HasMoreTags != true || tags.Count == 0)
                break;
            after = tags[^1].Key;
        }

        return found;
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
