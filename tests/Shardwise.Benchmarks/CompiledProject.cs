using System.Diagnostics;
using System.Runtime.InteropServices;
using Shardwise.Benchmarks.Kpl;

namespace Shardwise.Benchmarks.Etl;

/// <summary>A function published as ReadyToRun: compiled for this machine's processor beforehand, in folders of its own.</summary>
internal static class CompiledFunction
{
    /// <summary>Publishes a function.</summary>
    /// <returns>Its folder; <see langword="null"/> where the package registry lacks the compiler, which is said.</returns>
    public static string? Publish(string name)
    {
        string work = Path.Combine(KplRun.ArtifactsFolder, "compiled");
        string folder = Path.Combine(work, "published");
        string project = Path.Combine(KplRun.RepositoryFolder, "functions", name, $"{name}.csproj");
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
