using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Shardwise.Benchmarks.Kpl;

namespace Shardwise.Benchmarks.Etl;

/// <summary>Another language's way from the payload to user records, in a process of its own.</summary>
internal static class BaselineProcess
{
    /// <summary>What a script ends with when its library is not there.</summary>
    public const int NoLibrary = 3;

    /// <summary>Runs a script of this project on the event.</summary>
    /// <returns>Its figures, and the exit code; no figures where it is not zero, no exit code where the tool is not on the path.</returns>
    /// <exception cref="InvalidOperationException">It read other user records than there are.</exception>
    public static (BaselineFigures? Figures, int? ExitCode) Run(string tool, string script, byte[] json, int userRecords, int rounds)
    {
        Directory.CreateDirectory(KplRun.ArtifactsFolder);
        string payload = Path.Combine(KplRun.ArtifactsFolder, "etl-event.json");
        File.WriteAllBytes(payload, json);
        string path = Path.Combine(KplRun.RepositoryFolder, "tests", "Shardwise.Benchmarks", script);
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(tool, [path, payload, rounds.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                return (null, process.ExitCode);
            }

            BaselineFigures figures = JsonSerializer.Deserialize<BaselineFigures>(output, JsonSerializerOptions.Web)!;
            return figures.UserRecords == userRecords
                ? (figures, 0)
                : throw new InvalidOperationException($"{script} read {figures.UserRecords} user records of {userRecords}.");
        }
        catch (Win32Exception)
        {
            return (null, null);
        }
    }
}
