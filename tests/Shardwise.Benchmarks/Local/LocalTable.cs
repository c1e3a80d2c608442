using System.Globalization;
using System.Text;

namespace Shardwise.Benchmarks.Local;

/// <summary>The figures of one run, and what of the aims they hold.</summary>
/// <param name="columns">Ours, bare ASP.NET Core, kinesalite, kinesis-local.</param>
/// <param name="compiled">Our starts as ReadyToRun; <see langword="null"/> where the registry lacks the compiler.</param>
/// <param name="inProcess">A start inside a test, in milliseconds.</param>
internal sealed class LocalTable(List<LocalColumn> columns, LocalColumn? compiled, double inProcess)
{
    private readonly StringBuilder _table = new();
    private readonly List<Aim> _aims = [];

    public override string ToString()
    {
        _table.Append(CultureInfo.InvariantCulture, $"\nMade by `dotnet run build.cs -- bench local` on {Machine()}.\n\n| work |");
        _table.AppendJoin("", columns.Select(column => $" {column.Name} |")).Append(" to kinesalite | bare to kinesalite | to kinesis-local |\n|---|")
            .Insert(_table.Length, "--:|", columns.Count + 3).Append('\n');
        Puts();
        Calls();
        StartAndMemory();
        _table.Append(CultureInfo.InvariantCulture,
            $"\nInside a test, from `StartAsync` to the first answer: {inProcess:0.0} ms in the middle of eight, after a first one.\n");
        return _table.Append(Aim.Table("against kinesalite, where nothing else is said; the bound is bare ASP.NET Core's", _aims)).ToString();
    }

    private void Puts()
    {
        foreach (var (bytes, clients) in columns[0].Puts.Keys)
        {
            var work = string.Create(CultureInfo.InvariantCulture, $"PutRecords, 500 x {bytes:N0} B, {clients} client{(clients == 1 ? "" : "s")}: ");
            Row(work + "records a second", column => column.Puts[(bytes, clients)].All, "N0", moreIsBetter: true, aim: 10);
            Row(work + "the first 10,000", column => column.Puts[(bytes, clients)].First, "N0", moreIsBetter: true);
            Row(work + "the last 10,000", column => column.Puts[(bytes, clients)].Last, "N0", moreIsBetter: true);
            Row(work + "records put", column => column.Puts[(bytes, clients)].Records, "N0", moreIsBetter: true);
        }

        double Last(int column) => columns[column].Puts[(100, 1)].Last;
        _aims.Add(new Aim(string.Create(CultureInfo.InvariantCulture,
            $"PutRecords of 100 B, 1 client, the last 10,000, against kinesis-local's up to {columns[3].Puts[(100, 1)].Records:N0}"), 1_000, Last(0) / Last(3), Last(1) / Last(3)));
        var flat = columns[0].Puts.Min(put => put.Value.Last / put.Value.First);
        _aims.Add(new Aim("the last 10,000 of 200,000 against the first, the worst of the four", 1, flat));
    }

    private void Calls()
    {
        Row("PutRecord of 1 KiB, middle, ms", column => column.Single.Middle, "0.000", moreIsBetter: false, aim: 4);
        Row("PutRecord of 1 KiB, 99 %, ms", column => column.Single.Slow, "0.000", moreIsBetter: false, aim: 4);
        Row("PutRecord of 1 KiB, sixteen at once, a second", column => column.Single.Rate, "N0", moreIsBetter: true, aim: 8);
        Row("GetRecords of all, records a second", column => column.Reads.Rate, "N0", moreIsBetter: true, aim: 8);
    }

    private void StartAndMemory()
    {
        Row("start to the first answer, own process, fastest, ms", column => column.Starts.Min(), "0", moreIsBetter: false, aim: 1);
        Row("of that processor time, ms", column => column.StartProcessor.Min(), "0", moreIsBetter: false);
        if (compiled is not null)
        {
            // The bound of that is a bare server that is compiled beforehand too; none was, for most of what starts is ASP.NET Core, which is.
            var (start, processor) = (compiled.Starts.Min(), compiled.StartProcessor.Min());
            _table.Append(CultureInfo.InvariantCulture, $"| the same as ReadyToRun, fastest, ms | {start:0} |||{columns[2].Starts.Min() / start:0.0}x || {columns[3].Starts.Min() / start:0.0}x |\n");
            _table.Append(CultureInfo.InvariantCulture, $"| of that processor time, ms | {processor:0} |||{columns[2].StartProcessor.Min() / processor:0.0}x || {columns[3].StartProcessor.Min() / processor:0.0}x |\n");
            _aims.Add(new Aim("the same as ReadyToRun", 1, columns[2].Starts.Min() / start, columns[2].Starts.Min() / columns[1].Starts.Min()));
        }

        // What bare ASP.NET Core takes, and each stored byte once.
        var bound = 1 + columns[1].Memory;
        Row("memory after 1 KiB records, bytes of the process a stored byte", column => column.Memory, "0.00", moreIsBetter: false);
        Row("of that grown since the start", column => column.Growth, "0.00", moreIsBetter: false);
        _aims.Add(new Aim("memory after 1 KiB records", 3, columns[2].Memory / columns[0].Memory, columns[2].Memory / bound));
        _aims.Add(new Aim("memory after 1 KiB records, against 1.25 bytes a stored byte", 1, 1.25 / columns[0].Memory, 1.25 / bound));
        _aims.Add(new Aim("the same, of what has grown since the start", 1, 1.25 / columns[0].Growth, 1.25 / (1 + columns[1].Growth)));
    }

    private void Row(string work, Func<LocalColumn, double> value, string format, bool moreIsBetter, double? aim = null)
    {
        var values = columns.ConvertAll(column => value(column));
        string Number(double number) => number.ToString(format, CultureInfo.InvariantCulture);
        double Ratio(int one, int other) => moreIsBetter ? values[one] / values[other] : values[other] / values[one];
        _table.Append(CultureInfo.InvariantCulture, $"| {work} |").AppendJoin("", values.Select(number => $" {Number(number)} |"))
            .Append(CultureInfo.InvariantCulture, $" {Ratio(0, 2):0.0}x | {Ratio(1, 2):0.0}x | {Ratio(0, 3):0.0}x |\n");
        if (aim is { } wanted)
            _aims.Add(new Aim(work, wanted, Ratio(0, 2), Ratio(1, 2)));
    }

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        return $"{model ?? "an unknown processor"}, {Environment.ProcessorCount} processors, .NET {Environment.Version}; the client takes its part of them";
    }
}
