namespace Shardwise.Local.Tests.Runtime;

/// <summary>Where the build puts what the tests run: beside the tests' own folder.</summary>
internal static class BuiltFiles
{
    public static string LambdaHost { get; } = Path.Combine(Of("Shardwise.LambdaHost"), "Shardwise.LambdaHost.dll");

    public static string TestFunctions { get; } = Of("Shardwise.Local.TestFunctions");

    // artifacts/bin/PROJECT/CONFIGURATION
    private static string Of(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
    }
}
