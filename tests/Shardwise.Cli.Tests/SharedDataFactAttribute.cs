namespace Shardwise.Cli.Tests;

/// <summary>A test that needs the folder <c>shared</c> beside the repository; skipped where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Folder is null)
        {
            Skip = "The folder ../shared is not here.";
        }
    }

    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Infra.sln")))
        {
            at = at.Parent;
        }

        var shared = at?.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
        return Directory.Exists(shared) ? shared : null;
    }
}
