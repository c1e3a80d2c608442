using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Shardwise.Kpl;

namespace Shardwise.Benchmarks.Kpl;

/// <summary>The figures of a run as a table with ratios.</summary>
internal sealed class KplReport(IReadOnlyList<KplMeasurement> figures, string command)
{

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void Write(TextWriter output) => output.Write(Table());

    public void WriteJson(string file) => File.WriteAllText(
        file,
        JsonSerializer.Serialize(new { command, machine = Machine(), takenAt = DateTimeOffset.UtcNow, figures }, Indented) + "\n");

    /// <summary>Puts the table where this processor's is, or after the last of other processors', and leaves the rest of the page as it is.</summary>
    public void WriteFigures() => FiguresPage.Write($"kpl {Processor()}", Table());

    private string Table()
    {
        var table = new StringBuilder($"Made by `{command}` on {Machine()}.\nMD5 chosen by trial: {Md5Codes.For(2 * Md5Codes.WorthCompiling)}.\n\n");
        table.Append("| work | by | us | processor us, mean | MB/s | M user records/s | speed to MD5 only | Shardwise is faster by | by processor time | allocated B a user record |\n");
        table.Append("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (IGrouping<(string Work, string Input), KplMeasurement> group in figures.GroupBy(f => (f.Work, f.Input)))
        {
            KplMeasurement? md5 = group.FirstOrDefault(f => f.Method == "Md5Only");
            KplMeasurement ours = group.First(f => f.Method == "Shardwise");
            foreach (KplMeasurement figure in group)
            {
                AppendRow(table, figure, md5, ours);
            }
        }

        return table.Append(Aim.Table("by processor time; the bound is the row that only hashes and hands out memory", Aims())).ToString();
    }

    private IEnumerable<Aim> Aims()
    {
        foreach (IGrouping<string, KplMeasurement> group in figures.GroupBy(f => $"{f.Work} {f.Input}"))
        {
            double? Ratio(string method, string to) => Time(method) / Time(to);
            double? Time(string method) => group.FirstOrDefault(f => f.Method == method)?.ProcessorMicroseconds;
            // A narrower processor's rows are for a look.
            if (group.Key.EndsWith("at most", StringComparison.Ordinal) || group.Key.EndsWith("no SIMD", StringComparison.Ordinal))
            {
                continue;
            }

            bool isBatch = group.Key.Contains("payloads", StringComparison.Ordinal);
            bool isWriting = group.Key.StartsWith("write", StringComparison.Ordinal);
            if (!isWriting && Ratio("Md5Only", "Shardwise") is { } toMd5)
            {
                yield return new Aim($"{group.Key}, against MD5 alone", isBatch ? 4.5 : 0.95, toMd5);
            }

            if (!isBatch && Ratio("GoogleProtobuf", "Shardwise") is { } toGoogle)
            {
                double aim = isWriting ? 2 : group.Key.EndsWith("of 100 B", StringComparison.Ordinal) ? 1.4 : 1;
                yield return new Aim($"{group.Key}, against Google.Protobuf", aim, toGoogle, isWriting ? Ratio("GoogleProtobuf", "Floor") : null);
            }
        }
    }

    private static void AppendRow(StringBuilder table, KplMeasurement figure, KplMeasurement? md5, KplMeasurement ours)
    {
        string allocated = figure.AllocatedBytes is { } bytes ? Number((double)bytes / figure.UserRecords, "0.0") : "";
        string toMd5 = md5 is null ? "" : Number(md5.FastestMicroseconds / figure.FastestMicroseconds, "0.00");
        string processor = figure.ProcessorMicroseconds is { } time ? Number(time, "#,0") : "";
        string cheaper = figure == ours || figure.ProcessorMicroseconds is null ? "" : Number(figure.ProcessorMicroseconds.Value / ours.ProcessorMicroseconds!.Value, "0.00") + "x";
        string faster = figure == ours ? "" : Number(figure.FastestMicroseconds / ours.FastestMicroseconds, "0.00") + "x";
        table.Append(CultureInfo.InvariantCulture, $"| {figure.Work} {figure.Input} | {NameOf(figure.Method)} ")
            .Append(CultureInfo.InvariantCulture, $"| {Number(figure.FastestMicroseconds, "#,0")} | {processor} | {Number(figure.Bytes / figure.FastestMicroseconds, "#,0")} ")
            .Append(CultureInfo.InvariantCulture, $"| {Number(figure.UserRecords / figure.FastestMicroseconds, "0.00")} | {toMd5} | {faster} | {cheaper} | {allocated} |\n");
    }

    private static string NameOf(string method) => method switch
    {
        "Md5Only" => "MD5 only",
        "GoogleProtobuf" => $"Google.Protobuf {typeof(IMessage).Assembly.GetName().Version!.ToString(3)}",
        "Floor" => "MD5 and the memory handed out",
        "AwsKinesisAgg" => "npm aws-kinesis-agg",
        _ => method,
    };

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>What this ran on, in words.</summary>
    public static string Machine() =>
        $"{Processor()}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}";

    private static string Processor()
    {
        const string cpuInfo = "/proc/cpuinfo";
        string processor = File.Exists(cpuInfo)
            ? File.ReadLines(cpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown processor"
            : "unknown processor";
        return $"{processor}, {(Avx512F.VL.IsSupported ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no SIMD")}";
    }
}
