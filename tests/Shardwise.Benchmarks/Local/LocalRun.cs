using System.Diagnostics;
using Shardwise.Benchmarks.Kpl;

namespace Shardwise.Benchmarks.Local;

/// <summary>
/// The local Kinesis beside bare ASP.NET Core, kinesalite and kinesis-local, one after the other in one run; writes the part local of docs/figures.md
/// with --write.
/// </summary>
internal static class LocalRun
{
    public static async Task<int> StartAsync(string[] arguments)
    {
        var root = KplRun.RepositoryFolder;
        var isQuick = arguments.Contains("--quick");
        var (records, calls, rounds) = isQuick ? (20_000, 400, 3) : (200_000, 4_000, 9);
        // What takes no end is cut: a slow service is measured over as many records as it takes. One client's first work is to come to 30,000.
        TimeSpan Limit(int bytes, int clients) => TimeSpan.FromSeconds(isQuick ? 10 : (bytes, clients) == (100, 1) ? 120 : 40);
        var modules = Path.Combine(root, "node_modules");
        string Built(string project, string assembly) => Path.Combine(root, "artifacts", "bin", project, "release", assembly);
        var command = Built("Shardwise.Cli", "shardwise.dll");
        var services = new List<Func<LocalService>>
        {
            () => LocalService.Shardwise(command),
            () => LocalService.Plain(Built("Shardwise.Benchmarks.PlainServer", "Shardwise.Benchmarks.PlainServer.dll")),
            () => LocalService.Kinesalite(modules),
            () => LocalService.KinesisLocal(modules),
        };
        var columns = new List<LocalColumn>();
        foreach (var start in services)
            columns.Add(await MeasureAsync(start, records, calls, Limit));

        LocalColumn? compiled = null;
        if (!isQuick && CompiledProject.Publish("tools/Shardwise.Cli") is { } folder)
        {
            compiled = new LocalColumn();
            services.Add(() => LocalService.Shardwise(Path.Combine(folder, "shardwise")));
        }

        MeasureStarts(services, compiled is null ? columns : [.. columns, compiled], rounds);
        var table = new LocalTable(columns, compiled, await InProcessStartAsync()).ToString();
        Console.Write(table);
        if (arguments.Contains("--write"))
            FiguresPage.Write("local", table);
        return 0;
    }

    private static async Task<LocalColumn> MeasureAsync(Func<LocalService> start, int records, int calls, Func<int, int, TimeSpan> limit)
    {
        var column = new LocalColumn();
        foreach (var (bytes, clients) in ((int, int)[])[(100, 1), (100, 8), (1_024, 1), (1_024, 8)])
        {
            using var service = start();
            column.Name = service.Name;
            var before = service.ResidentBytes;
            await LocalWork.CreateAsync(service.Endpoint, "put");
            var rates = await LocalWork.PutRecordsAsync(service.Endpoint, "put", records, bytes, clients, limit(bytes, clients));
            column.Puts[(bytes, clients)] = rates;
            Console.Error.WriteLine($"{service.Name}: {rates}");
            if ((bytes, clients) == (1_024, 1))
            {
                // Base of the process and all: what the person's machine has less of.
                var stored = rates.Records * (1_024.0 + 8);
                column.Memory = service.ResidentBytes / stored;
                column.Growth = (service.ResidentBytes - before) / stored;
                column.Reads = await LocalWork.GetRecordsAsync(service.Endpoint, "put");
                await LocalWork.CreateAsync(service.Endpoint, "single");
                column.Single = await LocalWork.PutRecordAsync(service.Endpoint, "single", calls);
                Console.Error.WriteLine($"{service.Name}: read {column.Reads.Rate:N0} records a second; a record put in {column.Single}");
            }
        }

        return column;
    }

    // By turns, and the fastest: what else runs on the machine disturbs one as it does the other.
    private static void MeasureStarts(List<Func<LocalService>> services, List<LocalColumn> columns, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                using var service = services[i]();
                columns[i].Starts.Add(service.StartTime.TotalMilliseconds);
                columns[i].StartProcessor.Add(service.StartProcessorTime.TotalMilliseconds);
            }
        }
    }

    private static async Task<double> InProcessStartAsync()
    {
        var times = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            var watch = Stopwatch.StartNew();
            await using var kinesis = await global::Shardwise.LocalKinesis.LocalKinesis.StartAsync();
            using var client = new LocalClient(kinesis.Endpoint);
            await client.CallAsync("ListStreams", "{}"u8.ToArray());
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        // The first start compiles what all later ones of a test run use.
        times.RemoveAt(0);
        times.Sort();
        return times[times.Count / 2];
    }
}
