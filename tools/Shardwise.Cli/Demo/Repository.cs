namespace Shardwise.Cli.Demo;

/// <summary>Finds what the demo runs in the repository that the command was built in or is run in.</summary>
/// <param name="root">The folder that holds <c>Infra.sln</c>.</param>
public sealed class Repository(string root)
{
    /// <summary>The cloud assembly that <c>build.cs</c> synthesizes for local runs, apart from the one that <c>cdk synth</c> writes.</summary>
    public string Assembly => Path.Combine(root, "artifacts", "cdk.out");

    /// <summary>The newest build of the process that runs a function.</summary>
    public string LambdaHost
    {
        get
        {
            var builds = Path.Combine(root, "artifacts", "bin", "Shardwise.LambdaHost");
            const string Name = "Shardwise.LambdaHost.dll";
            var newest = Directory.Exists(builds)
                ? Directory.EnumerateDirectories(builds).Select(build => Path.Combine(build, Name)).Where(File.Exists).MaxBy(File.GetLastWriteTimeUtc)
                : null;
            return newest ?? Path.Combine(builds, "release", Name);
        }
    }

    /// <summary>Walks up from the command's own folder, then from the current one, to a folder with <c>Infra.sln</c>.</summary>
    /// <returns>The current folder as the root when there is none: what is missing is told when it is looked for.</returns>
    public static Repository Find()
    {
        string[] starts = [AppContext.BaseDirectory, Environment.CurrentDirectory];
        var root = starts.SelectMany(Ancestors).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "Infra.sln")));
        return new Repository(root ?? Environment.CurrentDirectory);
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
