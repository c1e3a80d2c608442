namespace Shardwise.Cli.Redrive;

/// <summary>
/// The order in which letters are put back: by hour of arrival and shard as their names have it, then by place in the shard, which as text is not in
/// order: <c>…-10.json</c> comes before <c>…-2.json</c>.
/// </summary>
internal sealed class LetterOrder : IComparer<string>
{
    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (one, other) = (Parts(x!), Parts(y!));
        var folders = string.CompareOrdinal(one.Folder, other.Folder);
        if (folders != 0)
            return folders;
        var sequences = SequenceNumber.Compare(one.Sequence, other.Sequence);
        return sequences != 0 ? sequences : SequenceNumber.Compare(one.Sub, other.Sub);
    }

    private static (string Folder, string Sequence, string Sub) Parts(string name)
    {
        var slash = name.LastIndexOf('/');
        var file = name[(slash + 1)..];
        // Lambda's objects begin with their time, of one length all of them, and sort as they are.
        if (!file.EndsWith(LetterStore.Ending, StringComparison.Ordinal))
            return (name[..(slash + 1)], file, "");
        file = file[..^LetterStore.Ending.Length];
        var dash = file.IndexOf('-', StringComparison.Ordinal);
        return (name[..(slash + 1)], dash < 0 ? file : file[..dash], dash < 0 ? "" : file[(dash + 1)..]);
    }
}
