using System.Runtime.CompilerServices;
using Amazon.CDK;
using DiffPlex.Renderer;

namespace Shardwise.Constructs.Testing;

/// <summary>Compares what a stack renders with the template that was approved.</summary>
public static class StackSnapshot
{
    /// <summary>The environment variable that approves what is rendered: <c>SHARDWISE_APPROVE=1 dotnet test</c>.</summary>
    public const string ApproveVariable = "SHARDWISE_APPROVE";

    private const int ShownLines = 200;

    /// <summary>
    /// Synthesizes the stack's app and compares its template with <c>snapshots/NAME.json</c> beside the calling test. Hashes of assets are masked.
    /// With <see cref="ApproveVariable"/> set to 1 the template is approved instead; else one that differs is left beside as
    /// <c>NAME.received.json</c>.
    /// </summary>
    /// <param name="stack">The stack, with all that is to be in it.</param>
    /// <param name="name">The snapshot's name, of the characters that a file's name may have; null for the stack's id.</param>
    /// <param name="testFile">
    /// The calling test's source file, which the compiler gives. Where sources are mapped (<c>PathMap</c>), give a path.
    /// </param>
    /// <exception cref="SnapshotMismatchException">Nothing is approved under the name, or another template is.</exception>
    /// <exception cref="ArgumentException">The name cannot be a file's, or the test's folder is not on this machine.</exception>
    public static void Verify(Stack stack, string? name = null, [CallerFilePath] string testFile = "")
    {
        ArgumentNullException.ThrowIfNull(stack);
        name ??= stack.Node.Id;
        if (name.Length == 0 || name.IndexOfAny([.. Path.GetInvalidFileNameChars(), '/', '\\']) >= 0)
            throw new ArgumentException($"The snapshot's name is '{name}'; allowed is what a file's name may hold, without folders.", nameof(name));
        var tests = Path.GetDirectoryName(testFile);
        if (tests is null || !Directory.Exists(tests))
            throw new ArgumentException(
                $"The test's folder '{tests}' is not on this machine: where the build maps source paths (PathMap), pass testFile.", nameof(testFile));
        Compare(Render(stack), Path.Combine(tests, "snapshots", name));
    }

    private static string Render(Stack stack)
    {
        var assembly = Stage.Of(stack)!.Synth();
        return TemplateMask.Of(File.ReadAllText(assembly.GetStackArtifact(stack.ArtifactId).TemplateFullPath));
    }

    private static void Compare(string rendered, string snapshot)
    {
        var (approved, received) = ($"{snapshot}.json", $"{snapshot}.received.json");
        Directory.CreateDirectory(Path.GetDirectoryName(approved)!);
        File.Delete(received);
        var before = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : null;
        if (before == rendered)
            return;
        if (System.Environment.GetEnvironmentVariable(ApproveVariable) == "1")
        {
            File.WriteAllText(approved, rendered);
            return;
        }

        File.WriteAllText(received, rendered);
        throw new SnapshotMismatchException(
            (before is null ? $"Nothing is approved yet as {approved}." : "The stack renders what is not approved as "
                + $"{approved}:\n\n{Difference(before, rendered)}")
            + $"\nLook at {received}; {ApproveVariable}=1 dotnet test approves it.");
    }

    private static string Difference(string before, string after)
    {
        var lines = UnidiffRenderer.GenerateUnidiff(before, after, "approved", "rendered").Split('\n');
        return lines.Length <= ShownLines
            ? string.Join('\n', lines)
            : $"{string.Join('\n', lines.Take(ShownLines))}\n... {lines.Length - ShownLines} lines more\n";
    }
}
