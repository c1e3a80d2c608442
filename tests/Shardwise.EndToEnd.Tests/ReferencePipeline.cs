using Shardwise.Cli.Demo;

namespace Shardwise.EndToEnd.Tests;

/// <summary>The reference app as <c>build.cs</c> synthesized it for local runs, and what runs it.</summary>
internal static class ReferencePipeline
{
    /// <summary>Two pipelines side by side would each have one core.</summary>
    public const string OneAtATime = "One pipeline at a time";

    private static readonly Repository Repository = Repository.Find()!;

    /// <summary>The command line's own assembly.</summary>
    public static string CommandLine => typeof(DemoCommand).Assembly.Location;

    /// <summary>The reference app's cdk.json.</summary>
    public static string AppSettings => Path.GetFullPath(Path.Combine(Repository.Assembly, "..", "..", "cdk.json"));

    /// <summary>A file of what another project's build put out.</summary>
    public static string Built(string project, string file) => Path.GetFullPath(Path.Combine(Repository.Assembly, "..", "bin", project, "release", file));

    /// <summary>Settings of a short run.</summary>
    public static DemoSettings Settings(int records) => new()
    {
        Minutes = 25,
        Speed = 60,
        Records = records,
        Plain = true,
        Assembly = CloudAssembly,
        LambdaHost = Path.Combine(AppContext.BaseDirectory, "functions", "Shardwise.LambdaHost", "Shardwise.LambdaHost.dll"),
    };

    public static string CloudAssembly => File.Exists(Path.Combine(Repository.Assembly, "manifest.json"))
        ? Repository.Assembly
        : throw new InvalidOperationException($"There is no cloud assembly at {Repository.Assembly}: run the tests with \"dotnet run build.cs -- test\", which synthesizes it.");
}
