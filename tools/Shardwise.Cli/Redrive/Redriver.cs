using Amazon.Kinesis;
using Amazon.Runtime;
using Shardwise.Producer;

namespace Shardwise.Cli.Redrive;

/// <summary>Puts dead letters back, and takes a letter away only when the stream has its record.</summary>
/// <param name="letters">Where they lie.</param>
/// <param name="kinesis">The client; best without retries of its own.</param>
/// <param name="settings">What was asked for.</param>
/// <param name="say">Gets a line for each letter that is not put, up to a bound.</param>
internal sealed class Redriver(LetterStore letters, IAmazonKinesis kinesis, RedriveSettings settings, Action<string> say) : IAsyncDisposable
{
    // What is in memory, and put without being deleted, when it all ends at Ctrl-C.
    private const int LettersAtOnce = 100;
    private const int CallsAtOnce = 16;
    private const int MostLines = 10;

    // The most that any stream takes; this one tells by itself when it takes less.
    private const int LargestRecord = 10_485_760;

    private readonly Dictionary<string, KinesisProducer> _producers = [];
    private readonly HashSet<string> _streams = new(StringComparer.Ordinal);
    private int _lines;

    /// <summary>The streams that letters went to.</summary>
    public IReadOnlyCollection<string> Streams => _streams;

    /// <summary>Whether it is known how many there are.</summary>
    public bool IsListed { get; private set; }

    /// <summary>What was done so far.</summary>
    public RedriveOutcome Outcome { get; } = new();

    /// <summary>Puts all of them back.</summary>
    /// <param name="region">The region that is written to; <see langword="null"/> for an endpoint, which stands for any.</param>
    /// <param name="cancellationToken">Ctrl-C: what is put by then is taken away still.</param>
    public async Task RunAsync(string? region, CancellationToken cancellationToken)
    {
        var names = await letters.ListAsync(cancellationToken).ConfigureAwait(false);
        names.Sort(new LetterOrder());
        Outcome.Found = names.Count;
        IsListed = true;
        foreach (var chunk in names.Chunk(LettersAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await RedriveAsync(await ReadAsync(chunk, region, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var producer in _producers.Values)
            await producer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<List<(string Name, byte[] Content, Letter Letter)>> ReadAsync(
        string[] names, string? region, CancellationToken cancellationToken)
    {
        var contents = new byte[]?[names.Length];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, names.Length, limits, async (place, token) =>
            contents[place] = await letters.ReadAsync(names[place], token).ConfigureAwait(false)).ConfigureAwait(false);
        var read = new List<(string, byte[], Letter)>();
        for (var place = 0; place < names.Length; place++)
        {
            var (letter, problem) = contents[place] is { } content ? Letter.Read(content) : (null, "somebody else took it away");
            if (letter is not null && settings.To is null && region is not null && letter.Region != region)
            {
                throw new InputException(
                    $"{letters.Locate(names[place])} came from {letter.Stream} in {letter.Region}, and this would write to {region}: "
                    + $"give --region {letter.Region}, or --to STREAM");
            }


            if (letter is not null)
                read.Add((names[place], contents[place]!, letter));
            else
                Unreadable(names[place], problem);
        }

        return read;
    }

    private async Task RedriveAsync(List<(string Name, byte[] Content, Letter Letter)> read, CancellationToken cancellationToken)
    {
        _streams.UnionWith(read.Select(item => StreamOf(item.Letter)));
        if (settings.DryRun)
        {
            Outcome.Put += read.Count;
            return;
        }

        var accepted = new List<Task<ProducedRecord>>();
        foreach (var (_, _, letter) in read)
        {
            accepted.Add(PutAsync(letter));
        }

        // Not at Ctrl-C: a record that the stream has and a letter that stays would be one record too many.
        for (var place = 0; place < read.Count; place++)
        {
            var (name, content, _) = read[place];
            if (await FailureOfAsync(accepted[place]).ConfigureAwait(false) is not { } problem)
                await TakeAwayAsync(name, content).ConfigureAwait(false);
            else
                NotPut(name, problem);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<ProducedRecord> PutAsync(Letter letter)
    {
        var stream = StreamOf(letter);
        if (!_producers.TryGetValue(stream, out var producer))
        {
            // Each as a Kinesis record of its own: a payload that was a whole one, and could not be decoded, comes back as it was.
            producer = new KinesisProducer(
                kinesis, stream, new ProducerOptions { AggregationEnabled = false, PreserveOrder = true, MaxUserRecordSize = LargestRecord });
            _producers.Add(stream, producer);
        }

        return await producer.AddAsync(letter.PartitionKey, letter.Payload, letter.ExplicitHashKey).ConfigureAwait(false);
    }

    private string StreamOf(Letter letter) => settings.To ?? letter.Stream;

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

    private async Task TakeAwayAsync(string name, byte[] content)
    {
        try
        {
            var takenAway = settings.Mark
                ? letters.MarkAsync(name, content, CancellationToken.None)
                : letters.DeleteAsync(name, CancellationToken.None);
            await takenAway.ConfigureAwait(false);
            Outcome.Put++;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HttpRequestException or AmazonClientException
            or AmazonServiceException)
        {
            Outcome.Left++;
            Say($"{letters.Locate(name)} was put, and could not be {(settings.Mark ? "marked" : "deleted")}: a further redrive puts it again");
        }
    }

    private void NotPut(string name, string problem)
    {
        Outcome.NotPut++;
        Say($"{letters.Locate(name)} was not put: {problem}");
    }

    private void Unreadable(string name, string problem)
    {
        Outcome.Unreadable++;
        Say($"{letters.Locate(name)} was left: {problem}");
    }

    private void Say(string line)
    {
        if (++_lines <= MostLines)
            say(line);
    }
}
