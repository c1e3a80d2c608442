namespace Shardwise.Cli.Redrive.Failures;

/// <summary>Where failure messages come from, one after the other.</summary>
internal abstract class FailureSource : IDisposable
{
    /// <summary>What happens to a message whose records are all through, in a word.</summary>
    public abstract string Done { get; }

    /// <summary>The next message; <see langword="null"/> when there is none that has not been seen.</summary>
    public abstract Task<FailureMessage?> NextAsync(CancellationToken cancellationToken);

    /// <summary>Called before anything of a message is put, so that nobody else gets it meanwhile.</summary>
    public virtual Task HoldAsync(FailureMessage message) => Task.CompletedTask;

    /// <summary>Takes a message away, all of whose records are through.</summary>
    /// <param name="message">The message.</param>
    /// <param name="key">What tells its batch from others.</param>
    public abstract Task TakeAwayAsync(FailureMessage message, string key);

    /// <summary>Remembers a batch as through for as long as this run lasts: a dry run passes over what the run that puts would pass over.</summary>
    public virtual void NoteThrough(string key)
    {
    }

    /// <summary>Puts a message about what is left of a batch in the place of the message about all of it.</summary>
    /// <returns>Whether that was done; not every source can.</returns>
    public virtual Task<bool> ReplaceAsync(FailureMessage message, string rest) => Task.FromResult(false);

    /// <summary>Whether a batch was through before, though a message of it is there.</summary>
    public virtual bool IsThrough(string key) => false;

    /// <summary>Lets go of all messages that stay.</summary>
    public virtual Task ReleaseAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
