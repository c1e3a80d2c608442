using Shardwise.Producer;

namespace Shardwise.Cli.Redrive;

/// <summary>Puts letters into a stream, each as a Kinesis record of its own.</summary>
/// <param name="access">Whose access they are put with.</param>
/// <param name="to">The stream; by default the one that each letter came from.</param>
internal sealed class StreamDestination(RedriveAccess access, string? to) : ILetterDestination
{
    // The most that any stream takes; this one tells by itself when it takes less.
    private const int LargestRecord = 10_485_760;

    private readonly Dictionary<string, KinesisProducer> _producers = [];

    /// <inheritdoc/>
    public bool TakesBatches => false;

    /// <inheritdoc/>
    public string? ProblemOf(Letter letter) => null;

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<LetterItem>> Portions(IReadOnlyList<LetterItem> letters) => [letters];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string?>> PutAsync(IReadOnlyList<LetterItem> letters)
    {
        var accepted = new List<Task<ProducedRecord>>();
        foreach (var item in letters)
        {
            accepted.Add(PutAsync(item.Letter));
        }

        var failures = new List<string?>();
        foreach (var task in accepted)
        {
            failures.Add(await FailureOfAsync(task).ConfigureAwait(false));
        }

        return failures;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var producer in _producers.Values)
            await producer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ProducedRecord> PutAsync(Letter letter)
    {
        var stream = to ?? letter.Stream;
        if (!_producers.TryGetValue(stream, out var producer))
        {
            // Each as a Kinesis record of its own: a payload that was a whole one, and could not be decoded, comes back as it was.
            producer = new KinesisProducer(
                access.Kinesis, stream, new ProducerOptions { AggregationEnabled = false, PreserveOrder = true, MaxUserRecordSize = LargestRecord });
            _producers.Add(stream, producer);
        }

        return await producer.AddAsync(letter.PartitionKey, letter.Payload, letter.ExplicitHashKey).ConfigureAwait(false);
    }

    private static async Task<string?> FailureOfAsync(Task<ProducedRecord> accepted)
    {
        try
        {
            await accepted.ConfigureAwait(false);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal);
        }
        catch (RecordNotAcceptedException exception)
        {
            return exception.Message;
        }
    }
}
