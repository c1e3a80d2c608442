namespace Shardwise.Local.Tests.Runtime;

/// <summary>Where the build puts what the tests run: beside the tests' own folder.</summary>
internal static class BuiltFiles
{
    public static string LambdaHost { get; } = Path.Combine(Of("Shardwise.LambdaHost"), "Shardwise.LambdaHost.dll");

    public static string TestFunctions { get; } = Of("Shardwise.Local.TestFunctions");

    public static string NodeModules { get; } = Path.Combine(Repository(), "node_modules");

    // artifacts/bin/PROJECT/CONFIGURATION
    private static string Of(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
    }

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Infra.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
