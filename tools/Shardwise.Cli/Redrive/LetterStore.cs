using Shardwise.Cli.Redrive.Failures;

namespace Shardwise.Cli.Redrive;

/// <summary>Where dead letters lie.</summary>
internal abstract class LetterStore : IDisposable
{
    /// <summary>What a letter's name ends with.</summary>
    public const string Ending = ".json";

    /// <summary>What is put behind the name of one that was put back.</summary>
    public const string MarkEnding = ".redriven";

    /// <summary>Whether a name is a letter's, or one of Lambda's on-failure objects.</summary>
    public static bool Lists(string name) => name.EndsWith(Ending, StringComparison.Ordinal) || StoreFailures.IsName(name);

    /// <summary>The letters' names, and those of Lambda's on-failure objects.</summary>
    public abstract Task<List<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>A letter's bytes; <see langword="null"/> where it is gone by now.</summary>
    public abstract Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Takes a letter away.</summary>
    public abstract Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Gives a letter a name under which it is listed no more.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    public abstract Task MarkAsync(string name, byte[] content, CancellationToken cancellationToken);

    /// <summary>A letter as a person finds it.</summary>
    public abstract string Locate(string name);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
