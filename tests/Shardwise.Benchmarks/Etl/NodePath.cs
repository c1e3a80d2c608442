using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Shardwise.Benchmarks.Kpl;

namespace Shardwise.Benchmarks.Etl;

/// <summary>npm's aws-kinesis-agg on the same event, in node.</summary>
internal static class NodePath
{
    /// <summary>The figures; <see langword="null"/> where node or the library is not there, which is said.</summary>
    public static NodeFigures? Measure(byte[] json, int userRecords, int rounds)
    {
        if (!Directory.Exists(Path.Combine(KplRun.RepositoryFolder, "node_modules", "aws-kinesis-agg")))
        {
            Console.WriteLine("Skipped: aws-kinesis-agg is not in node_modules; npm ci installs it.");
            return null;
        }

        Directory.CreateDirectory(KplRun.ArtifactsFolder);
        string payload = Path.Combine(KplRun.ArtifactsFolder, "etl-event.json");
        File.WriteAllBytes(payload, json);
        string script = Path.Combine(KplRun.RepositoryFolder, "tests", "Shardwise.Benchmarks", "etl-baseline.cjs");
        try
        {
            using Process node = Process.Start(
                new ProcessStartInfo("node", [script, payload, rounds.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
            string output = node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            NodeFigures figures = node.ExitCode == 0
                ? JsonSerializer.Deserialize<NodeFigures>(output, JsonSerializerOptions.Web)!
                : throw new InvalidOperationException($"etl-baseline.cjs ended with exit code {node.ExitCode}.");
            return figures.UserRecords == userRecords
                ? figures
                : throw new InvalidOperationException($"aws-kinesis-agg read {figures.UserRecords} user records of {userRecords}.");
        }
        catch (Win32Exception)
        {
            Console.WriteLine("Skipped: aws-kinesis-agg needs node, which is not on the path.");
            return null;
        }
    }
}
