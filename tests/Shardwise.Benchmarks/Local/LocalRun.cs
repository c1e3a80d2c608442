using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Shardwise.Benchmarks.Local;

/// <summary>
/// The local Kinesis beside kinesalite and kinesis-local, one after the other in one run; writes the table of docs/performance.md with --write.
/// </summary>
internal static class LocalRun
{
    private const string Begin = "<!-- local:begin -->";
    private const string End = "<!-- local:end -->";

    public static async Task<int> StartAsync(string[] arguments)
    {
        var root = Root();
        var (records, calls) = arguments.Contains("--quick") ? (20_000, 400) : (200_000, 4_000);
        var (modules, cli) = (Path.Combine(root, "node_modules"),
            Path.Combine(root, "artifacts", "bin", "Shardwise.Cli", "release", "shardwise.dll"));
        Func<LocalService>[] services = [() => LocalService.Shardwise(cli), () => LocalService.Kinesalite(modules), () =>
            LocalService.KinesisLocal(modules)];
        var columns = new List<Column>();
        foreach (var start in services)
            columns.Add(await MeasureAsync(start, records, calls));

        var table = Table(columns, await InProcessStartAsync());
        Console.Write(table);
        if (arguments.Contains("--write"))
            Write(Path.Combine(root, "docs", "performance.md"), table);
        return 0;
    }

    private static async Task<Column> MeasureAsync(Func<LocalService> start, int records, int calls)
    {
        var column = new Column();
        // What takes no end is cut: a slow service is measured over as many records as it takes in a minute.
        var limit = TimeSpan.FromMinutes(1);
        foreach (var (bytes, clients) in ((int, int)[])[(100, 1), (100, 8), (1_024, 1), (1_024, 8)])
        {
            using var service = start();
            column.Name = service.Name;
            column.Starts.Add(service.StartTime.TotalMilliseconds);
            var before = service.ResidentBytes;
            await LocalWork.CreateAsync(service.Endpoint, "put");
            var rates = await LocalWork.PutRecordsAsync(service.Endpoint, "put", records, bytes, clients, limit);
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
            }
        }

        return column;
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

    private static string Table(List<Column> columns, double inProcess)
    {
        var table = new StringBuilder($"\nMade by `dotnet run build.cs -- bench local` on {Machine()}.\n\n| work |");
        table.AppendJoin("", columns.Select(column => $" {column.Name} |")).Append(" to kinesalite | to kinesis-local |\n|---|")
            .Insert(table.Length, "--:|", columns.Count + 2).Append('\n');
        void Row(string work, Func<Column, double> value, string format, bool moreIsBetter)
        {
            var values = columns.ConvertAll(column => value(column));
            table.Append(CultureInfo.InvariantCulture, $"| {work} |");
            table.AppendJoin("", values.Select(number => $" {number.ToString(format, CultureInfo.InvariantCulture)} |"));
            table.AppendJoin("", values.Skip(1)
                .Select(other => string.Create(CultureInfo.InvariantCulture, $" {(moreIsBetter ? values[0] / other : other / values[0]):0.0}x |")))
                    .Append('\n');
        }

        foreach (var (bytes, clients) in columns[0].Puts.Keys)
        {
            var work = string.Create(CultureInfo.InvariantCulture, $"PutRecords, 500 x {bytes:N0} B, {clients} client{(clients == 1 ? "" : "s")}: ");
            Row(work + "records a second", column => column.Puts[(bytes, clients)].All, "N0", moreIsBetter: true);
            Row(work + "the first 10,000", column => column.Puts[(bytes, clients)].First, "N0", moreIsBetter: true);
            Row(work + "the last 10,000", column => column.Puts[(bytes, clients)].Last, "N0", moreIsBetter: true);
            Row(work + "records put (a minute at most)", column => column.Puts[(bytes, clients)].Records, "N0", moreIsBetter: true);
        }

        Row("PutRecord of 1 KiB, middle, ms", column => column.Single.Middle, "0.000", moreIsBetter: false);
        Row("PutRecord of 1 KiB, 99 %, ms", column => column.Single.Slow, "0.000", moreIsBetter: false);
        Row("PutRecord of 1 KiB, sixteen at once, a second", column => column.Single.Rate, "N0", moreIsBetter: true);
        Row("GetRecords of all, records a second", column => column.Reads.Rate, "N0", moreIsBetter: true);
        Row("start to the first answer, own process, ms", column =>
            column.Starts.Order().ElementAt(column.Starts.Count / 2), "0", moreIsBetter: false);
        Row("memory after 1 KiB records, bytes of the process a stored byte", column => column.Memory, "0.00", moreIsBetter: false);
        Row("of that grown since the start", column => column.Growth, "0.00", moreIsBetter: false);
        return table.Append(CultureInfo.InvariantCulture,
            $"\nInside a test, from `StartAsync` to the first answer: {inProcess:0.0} ms in the middle of eight, after a first one.\n").ToString();
    }

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        return $"{model ?? "an unknown processor"}, {Environment.ProcessorCount} processors, .NET {Environment.Version}; the client takes its part of them";
    }

    private static void Write(string path, string table)
    {
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(path, $"{text[..from]}{table}{text[to..]}");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? Environment.CurrentDirectory;
    }

    private sealed class Column
    {
        public string Name { get; set; } = "";

        public List<double> Starts { get; } = [];

        public Dictionary<(int Bytes, int Clients), PutRates> Puts { get; } = [];

        public (double Middle, double Slow, double Rate) Single { get; set; }

        public (int Records, double Rate) Reads { get; set; }

        public double Memory { get; set; }

        public double Growth { get; set; }
    }
}
