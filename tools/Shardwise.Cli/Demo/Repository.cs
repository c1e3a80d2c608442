namespace Shardwise.Cli.Demo;

/// <summary>Finds what the demo runs in the repository that the command was built in or is run in.</summary>
/// <param name="root">The folder that holds <c>Infra.sln</c>.</param>
public sealed class Repository(string root)
{
    /// <summary>The folder.</summary>
    public string Root => root;

    /// <summary>The cloud assembly that <c>build.cs</c> synthesizes for local runs, apart from the one that <c>cdk synth</c> writes.</summary>
    public string Assembly => Path.Combine(root, "artifacts", "cdk.out");

    /// <summary>Walks up from the command's own folder, then from the current one, to a folder with <c>Infra.sln</c>.</summary>
    /// <returns><c>null</c> where there is none.</returns>
    public static Repository? Find()
    {
        string[] starts = [AppContext.BaseDirectory, Environment.CurrentDirectory];
        var root = starts.SelectMany(Ancestors).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "Infra.sln")));
        return root is null ? null : new Repository(root);
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
