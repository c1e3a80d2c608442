namespace Shardwise.Cli.Redrive;

/// <summary>What takes dead letters back.</summary>
internal interface ILetterDestination : IAsyncDisposable
{
    /// <summary>Whether the letters of one portion are one batch to it: then what was put is taken away in order, and without gaps.</summary>
    bool TakesBatches { get; }

    /// <summary>Why it cannot take a letter at all; <see langword="null"/> when it can.</summary>
    string? ProblemOf(Letter letter);

    /// <summary>The letters in the portions that they are put in, in order.</summary>
    IEnumerable<IReadOnlyList<LetterItem>> Portions(IReadOnlyList<LetterItem> letters);

    /// <summary>Puts a portion.</summary>
    /// <returns>For each letter why it was not put; <see langword="null"/> for one that was.</returns>
    Task<IReadOnlyList<string?>> PutAsync(IReadOnlyList<LetterItem> letters);
}
