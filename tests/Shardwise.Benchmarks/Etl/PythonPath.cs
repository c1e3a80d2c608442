namespace Shardwise.Benchmarks.Etl;

/// <summary>PyPI's aws_kinesis_agg on the same event, in python3.</summary>
internal static class PythonPath
{
    /// <summary>The figures; <see langword="null"/> where python3 or the library is not there, which is said.</summary>
    public static BaselineFigures? Measure(byte[] json, int userRecords, int rounds)
    {
        (BaselineFigures? figures, int? exitCode) = BaselineProcess.Run("python3", "etl-baseline.py", json, userRecords, rounds);
        if (exitCode is null or BaselineProcess.NoLibrary)
        {
            Console.WriteLine(exitCode is null
                ? "Skipped: aws_kinesis_agg needs python3, which is not on the path."
                : "Skipped: python3 does not find aws_kinesis_agg and protobuf; pip install aws_kinesis_agg installs them.");
            return null;
        }

        return figures ?? throw new InvalidOperationException($"etl-baseline.py ended with exit code {exitCode}.");
    }
}
