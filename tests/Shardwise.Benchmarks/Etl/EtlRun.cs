using System.Reflection;
using Shardwise.Benchmarks.Kpl;

namespace Shardwise.Benchmarks.Etl;

/// <summary>
/// Measures all paths by turns, so that what disturbs the machine disturbs them alike; ten times in a row each, for a function does not run after another's garbage.
/// </summary>
internal static class EtlRun
{
    // What runs once a round is compiled twice, each time after thirty calls, before it is as fast as it gets.
    private const int WarmUpRounds = 150;
    private const int RunsInARow = 10;

    public static async Task<int> StartAsync(string[] args)
    {
        bool quick = args.Contains("--quick");
        (byte[] json, List<byte[]> payloads, int userRecords) = EtlInput.Make();
        List<EtlPath> paths = Measure(new EtlPaths(json, payloads), quick ? 40 : 200);
        List<(string Name, ColdStart Start)> coldStarts = await MeasureColdStartsAsync(quick ? 3 : 15).ConfigureAwait(false);
        BaselineFigures? node = NodePath.Measure(json, userRecords, quick ? 10 : 50);
        BaselineFigures? python = PythonPath.Measure(json, userRecords, quick ? 3 : 15);
        var report = new EtlReport(json.Length, userRecords, paths, node, python, coldStarts, AwsPackages());
        Console.Write(report.Text());
        if (!quick)
        {
            report.WriteFigures("dotnet run build.cs -- bench etl", KplReport.Machine());
        }

        return 0;
    }

    private static List<EtlPath> Measure(EtlPaths paths, int rounds)
    {
        List<EtlPath> all =
        [
            new("standard serializer, Google.Protobuf, MD5", paths.Standard),
            new("Shardwise, payload to user code", paths.Shardwise),
            new("of that the serializer alone", paths.SerializerOnly),
            new("of that taking apart alone, checksums among it", paths.TakingApartOnly),
            new("the standard serializer alone", paths.StandardSerializerOnly),
            new("MD5 alone, one after the other", paths.ChecksumsInTurn),
            new("MD5 alone, side by side", paths.ChecksumsSideBySide),
        ];
        if (paths.Standard() != paths.Shardwise())
        {
            throw new InvalidOperationException("The paths do not see the same user records.");
        }

        for (int round = -WarmUpRounds; round < rounds; round += RunsInARow)
        {
            foreach (EtlPath path in all)
            {
                path.Run(RunsInARow, keep: round >= 0);
            }
        }

        return all;
    }

    private static async Task<List<(string Name, ColdStart Start)>> MeasureColdStartsAsync(int rounds)
    {
        const string Etl = "Shardwise.ClickstreamEtl";
        const string Plain = "Shardwise.Benchmarks.PlainFunction";
        string functions = Path.Combine(AppContext.BaseDirectory, "functions");
        List<(string Name, ColdStart Start)> all =
        [
            (Etl, new ColdStart($"{Etl}::{Etl}.Function::HandleAsync", Path.Combine(functions, Etl))),
            ("plain Amazon.Lambda, Google.Protobuf", new ColdStart($"{Plain}::{Plain}.Function::HandleAsync", Path.Combine(functions, Plain))),
        ];
        if (CompiledProject.Publish($"functions/{Etl}") is { } compiled)
        {
            all.Insert(1, ($"{Etl}, ReadyToRun", new ColdStart($"{Etl}::{Etl}.Function::HandleAsync", compiled)));
        }

        for (int round = 0; round < rounds; round++)
        {
            foreach ((_, ColdStart start) in all)
            {
                await start.RunAsync().ConfigureAwait(false);
            }
        }

        return all;
    }

    // The stand-ins say that they are ones.
    private static string AwsPackages() => typeof(Amazon.Lambda.KinesisEvents.KinesisEvent).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(data => data is { Key: "AwsPackages", Value: "standin" }) ? "stand-ins for the AWS packages that the registry lacks" : "the real AWS packages";
}
