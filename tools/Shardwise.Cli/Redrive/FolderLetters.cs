namespace Shardwise.Cli.Redrive;

/// <summary>Dead letters in a folder of this machine.</summary>
internal sealed class FolderLetters : LetterStore
{
    private readonly string _folder;

    /// <exception cref="InputException">There is no such folder.</exception>
    public FolderLetters(string folder) => _folder = Directory.Exists(folder)
        ? Path.GetFullPath(folder)
        : throw new InputException($"the folder {folder} does not exist (an S3 one is given as s3://BUCKET/PREFIX)");

    public override Task<List<string>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(
        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_folder, path).Replace('\\', '/'))
            .Where(Lists)
            .ToList());

    public override async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(Locate(name), cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public override Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        File.Delete(Locate(name));
        return Task.CompletedTask;
    }

    public override Task MarkAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        File.Move(Locate(name), Locate(name) + MarkEnding, overwrite: true);
        return Task.CompletedTask;
    }

    public override string Locate(string name) => Path.Combine(_folder, name.Replace('/', Path.DirectorySeparatorChar));
}
