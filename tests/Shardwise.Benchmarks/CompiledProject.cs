using System.Diagnostics;
using System.Runtime.InteropServices;
using Shardwise.Benchmarks.Kpl;

namespace Shardwise.Benchmarks;

/// <summary>A function or a tool published as ReadyToRun: compiled for this machine's processor beforehand, in folders of its own.</summary>
internal static class CompiledProject
{
    /// <summary>Publishes a project.</summary>
    /// <param name="path">Its folder in the repository, as <c>functions/NAME</c>.</param>
    /// <returns>The folder of what was published; <see langword="null"/> where the package registry lacks the compiler, which is said.</returns>
    public static string? Publish(string path)
    {
        string name = Path.GetFileName(path);
        string work = Path.Combine(KplRun.ArtifactsFolder, "compiled");
        string folder = Path.Combine(work, name);
        string project = Path.Combine(KplRun.RepositoryFolder, path, $"{name}.csproj");
        using Process publish = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-p:PublishReadyToRun=true",
                $"-p:ArtifactsPath={work}", "-o", folder, "-v", "quiet", "-nologo", "-clp:NoSummary",
            ])
        {
            RedirectStandardOutput = true,
        })!;
        string output = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        if (publish.ExitCode == 0)
        {
            return folder;
        }

        return output.Contains("NU1101", StringComparison.Ordinal)
            ? Skipped()
            : throw new InvalidOperationException($"{name} could not be published: {output}");
    }

    private static string? Skipped()
    {
        Console.WriteLine($"Skipped: the package registry lacks the ReadyToRun compiler or runtime for {RuntimeInformation.RuntimeIdentifier}.");
        return null;
    }
}
