using Amazon.Runtime;
using Shardwise.Cli.Redrive.Failures;

namespace Shardwise.Cli.Redrive;

/// <summary>Puts dead letters back, and takes a letter away only when its record is where it was to go.</summary>
/// <param name="letters">Where they lie.</param>
/// <param name="destination">Where they go.</param>
/// <param name="failures">Puts Lambda's on-failure objects through, where there are some among them.</param>
/// <param name="access">Whose region is written to.</param>
/// <param name="settings">What was asked for.</param>
/// <param name="say">Gets a line for each letter that is not put, up to a bound.</param>
internal sealed class Redriver(
    LetterStore letters, ILetterDestination destination, FailureRedriver failures, RedriveAccess access, RedriveSettings settings,
    Action<string> say)
{
    // What is in memory, and put without being deleted, when it all ends at Ctrl-C.
    private const int LettersAtOnce = 100;
    private const int CallsAtOnce = 16;
    private const int MostLines = 10;

    private readonly HashSet<string> _streams = new(StringComparer.Ordinal);
    private readonly StoreFailures _source = new(letters, settings.Mark);
    private int _lines;

    /// <summary>The streams that letters went to.</summary>
    public IReadOnlyCollection<string> Streams => _streams;

    /// <summary>Whether it is known how many there are.</summary>
    public bool IsListed { get; private set; }

    /// <summary>What was done so far.</summary>
    public RedriveOutcome Outcome { get; } = new();

    /// <summary>Puts all of them back.</summary>
    /// <param name="cancellationToken">Ctrl-C: what is put by then is taken away still.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var names = await letters.ListAsync(cancellationToken).ConfigureAwait(false);
        names.Sort(new LetterOrder());
        if (names.Count > settings.Limit)
            names.RemoveRange(settings.Limit.Value, names.Count - settings.Limit.Value);
        var (objects, letterNames) = (names.FindAll(StoreFailures.IsName), names.FindAll(name => !StoreFailures.IsName(name)));
        Outcome.Found = letterNames.Count;
        IsListed = true;
        foreach (var chunk in letterNames.Chunk(LettersAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await RedriveAsync(await ReadAsync(chunk, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        // One at a time: each is a whole batch, of up to 6 MB and what JSON adds.
        foreach (var name in objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await letters.ReadAsync(name, cancellationToken).ConfigureAwait(false) is { } content)
                await RedriveBatchAsync(name, content, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task RedriveBatchAsync(string name, byte[] content, CancellationToken cancellationToken) =>
        failures.RedriveAsync(_source, new FailureMessage(letters.Locate(name), content) { Handle = name }, cancellationToken);

    private async Task<List<LetterItem>> ReadAsync(string[] names, CancellationToken cancellationToken)
    {
        var contents = new byte[]?[names.Length];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, names.Length, limits, async (place, token) =>
            contents[place] = await letters.ReadAsync(names[place], token).ConfigureAwait(false)).ConfigureAwait(false);
        var read = new List<LetterItem>();
        for (var place = 0; place < names.Length; place++)
        {
            if (contents[place] is { } found && Letter.IsBatch(found))
            {
                Outcome.Found--;
                await RedriveBatchAsync(names[place], found, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var (letter, problem) = contents[place] is { } content ? Letter.Read(content) : (null, "somebody else took it away");
            if (letter is not null && settings is { To: null, Function: null } && access.Region is { } region && letter.Region != region)
            {
                throw new InputException(
                    $"{letters.Locate(names[place])} came from {letter.Stream} in {letter.Region}, and this would write to {region}: "
                    + $"give --region {letter.Region}, or --to STREAM");
            }

            if (letter is null)
                Unreadable(names[place], problem);
            else if (destination.ProblemOf(letter) is { } obstacle)
                NotPut(names[place], obstacle);
            else
                read.Add(new LetterItem(names[place], contents[place]!, letter));
        }

        return read;
    }

    private async Task RedriveAsync(List<LetterItem> read, CancellationToken cancellationToken)
    {
        _streams.UnionWith(read.Select(item => settings.To ?? item.Letter.Stream));
        if (settings.DryRun)
        {
            Outcome.Put += read.Count;
            return;
        }

        foreach (var portion in destination.Portions(read))
        {
            // Not within a portion: a record that was taken and a letter that stays would be one record too many.
            cancellationToken.ThrowIfCancellationRequested();
            await TakeAwayAsync(portion, await destination.PutAsync(portion).ConfigureAwait(false)).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task TakeAwayAsync(IReadOnlyList<LetterItem> portion, IReadOnlyList<string?> failures)
    {
        var isStuck = false;
        for (var place = 0; place < portion.Count; place++)
        {
            if (failures[place] is { } problem)
            {
                NotPut(portion[place].Name, problem);
            }
            else if (isStuck && destination.TakesBatches)
            {
                // The batch that comes next begins with the letter that is stuck, and may take the place of all that this one wrote.
                Outcome.Left++;
            }
            else
            {
                isStuck |= !await TryTakeAwayAsync(portion[place].Name, portion[place].Content).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryTakeAwayAsync(string name, byte[] content)
    {
        try
        {
            var takenAway = settings.Mark
                ? letters.MarkAsync(name, content, CancellationToken.None)
                : letters.DeleteAsync(name, CancellationToken.None);
            await takenAway.ConfigureAwait(false);
            Outcome.Put++;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HttpRequestException or AmazonClientException
            or AmazonServiceException)
        {
            Outcome.Left++;
            Say($"{letters.Locate(name)} was put, and could not be {(settings.Mark ? "marked" : "deleted")}: a further redrive puts it again");
            return false;
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
