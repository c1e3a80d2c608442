namespace Shardwise.Scaling.Tests;

/// <summary>A test that reads the traffic traces beside the repository; skipped where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Traces is null)
            Skip = "The folder ../shared/traces is not beside this repository.";
    }

    /// <summary>The folder of the traces, or null.</summary>
    public static string? Traces { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
                return Path.Combine(folder.FullName, "..", "shared", "traces") is var traces && Directory.Exists(traces) ? traces : null;
        }

        return null;
    }
}
