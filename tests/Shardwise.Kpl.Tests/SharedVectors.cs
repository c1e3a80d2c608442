using System.Text.Json;

namespace Shardwise.Kpl.Tests;

/// <summary>Aggregated records that other producers wrote. They are redistributable and kept beside the project, not in it.</summary>
internal static class SharedVectors
{
    public static string? Path { get; } = Find();

    public static IReadOnlyList<Vector> All { get; } = Path is null
        ? []
        : JsonSerializer.Deserialize<List<Vector>>(File.ReadAllText(Path), JsonSerializerOptions.Web) ?? [];

    private static string? Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Infra.sln")))
        {
            folder = folder.Parent;
        }

        string? file = folder?.Parent is { } above ? System.IO.Path.Combine(above.FullName, "shared", "kpl-vectors", "vectors.json") : null;
        return File.Exists(file) ? file : null;
    }

    internal sealed record Vector(string Id, string DataBase64, bool Md5Valid, IReadOnlyList<Expected>? Expected);

    internal sealed record Expected(string PartitionKey, string? ExplicitHashKey, int SubSequenceNumber, string DataBase64);
}

/// <summary>A theory that is skipped, saying so, where the shared vectors are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedVectorTheoryAttribute : TheoryAttribute
{
    public SharedVectorTheoryAttribute()
    {
        if (SharedVectors.Path is null)
        {
            Skip = "../shared/kpl-vectors/vectors.json is not there.";
        }
    }
}
