using Shardwise.Benchmarks.Kpl;

namespace Shardwise.Benchmarks.Etl;

/// <summary>npm's aws-kinesis-agg on the same event, in node.</summary>
internal static class NodePath
{
    /// <summary>The figures; <see langword="null"/> where node or the library is not there, which is said.</summary>
    public static BaselineFigures? Measure(byte[] json, int userRecords, int rounds)
    {
        if (!Directory.Exists(Path.Combine(KplRun.RepositoryFolder, "node_modules", "aws-kinesis-agg")))
        {
            Console.WriteLine("Skipped: aws-kinesis-agg is not in node_modules; npm ci installs it.");
            return null;
        }

        (BaselineFigures? figures, int? exitCode) = BaselineProcess.Run("node", "etl-baseline.cjs", json, userRecords, rounds);
        if (exitCode is null)
        {
            Console.WriteLine("Skipped: aws-kinesis-agg needs node, which is not on the path.");
        }

        return exitCode is null or 0 ? figures : throw new InvalidOperationException($"etl-baseline.cjs ended with exit code {exitCode}.");
    }
}
