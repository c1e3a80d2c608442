using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Shardwise.Benchmarks.Kpl;

/// <summary>npm's aws-kinesis-agg on the same payloads, in node.</summary>
internal static class NodeBaseline
{
    public static List<KplMeasurement> Run(bool quick)
    {
        if (!Directory.Exists(Path.Combine(KplRun.RepositoryFolder, "node_modules", "aws-kinesis-agg")))
        {
            Console.WriteLine("Skipped: aws-kinesis-agg is not in node_modules; npm ci installs it.");
            return [];
        }

        try
        {
            return [.. KplInput.Singles.Select(input => Measure(input, quick))];
        }
        catch (Win32Exception)
        {
            Console.WriteLine("Skipped: aws-kinesis-agg needs node, which is not on the path.");
            return [];
        }
    }

    private static KplMeasurement Measure(KplInput input, bool quick)
    {
        string payload = Path.Combine(KplRun.ArtifactsFolder, "kpl-payload.bin");
        File.WriteAllBytes(payload, input.Payload);
        string script = Path.Combine(KplRun.RepositoryFolder, "tests", "Shardwise.Benchmarks", "kpl-baseline.cjs");
        string iterations = (quick ? 5 : 20).ToString(CultureInfo.InvariantCulture);
        using Process node = Process.Start(new ProcessStartInfo("node", [script, payload, iterations]) { RedirectStandardOutput = true })!;
        string output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        if (node.ExitCode != 0)
        {
            throw new InvalidOperationException($"kpl-baseline.cjs ended with exit code {node.ExitCode}.");
        }

        NodeFigures figures = JsonSerializer.Deserialize<NodeFigures>(output, JsonSerializerOptions.Web)!;
        if (figures.UserRecords != input.UserRecordCount)
        {
            throw new InvalidOperationException($"aws-kinesis-agg read {figures.UserRecords} user records of {input.UserRecordCount}.");
        }

        return new KplMeasurement(
            "read", input.Name, "AwsKinesisAgg", input.Payload.Length, figures.UserRecords, figures.FastestMicroseconds, ProcessorMicroseconds: null, AllocatedBytes: null);
    }

    private sealed record NodeFigures(int UserRecords, double FastestMicroseconds);
}
