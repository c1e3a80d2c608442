using System.Globalization;
using System.Text;
using Shardwise.Benchmarks.Kpl;

namespace Shardwise.Benchmarks.Etl;

/// <summary>The figures of a run as tables, and as a part of docs/performance.md.</summary>
internal sealed record EtlReport(
    int Bytes, int UserRecords, IReadOnlyList<EtlPath> Paths, BaselineFigures? Node, BaselineFigures? Python, IReadOnlyList<(string Name, ColdStart Start)> ColdStarts,
    string AwsPackages)
{

    public string Text()
    {
        (EtlPath standard, EtlPath ours, EtlPath inTurn, EtlPath sideBySide) = (Paths[0], Paths[1], Paths[^2], Paths[^1]);
        var text = new StringBuilder();
        Line(text, $"An event of {Bytes:N0} B: {EtlInput.Aggregates} aggregates, {UserRecords:N0} user records.\n");
        text.Append("| path | fastest us | processor us, mean | allocated B |\n|---|--:|--:|--:|\n");
        foreach (EtlPath path in Paths)
        {
            Line(text, $"| {path.Name} | {path.Fastest:N0} | {path.Processor:N0} | {path.Allocated:N0} |");
        }

        LineOf(text, "Node, JSON.parse and npm aws-kinesis-agg", Node);
        LineOf(text, "Python, json.loads and PyPI aws_kinesis_agg", Python);

        Line(text, $"\nBy processor time, collecting the garbage included, that is {standard.Processor / ours.Processor:N1} times as fast as the standard path{Faster(ours)}; by the");
        Line(text, $"fastest rounds, which have none, {standard.Fastest / ours.Fastest:N1} times. It allocates 1/{(double)standard.Allocated / Math.Max(1, ours.Allocated):N0}.");
        Line(text, $"The whole takes {ours.Fastest / inTurn.Fastest:N2} of the checksums alone where these are computed one after the other, as every other library");
        Line(text, $"does, and {ours.Fastest / sideBySide.Fastest:N1} of them side by side (fastest rounds).\n");
        text.Append("| function | cold start, fastest ms | processor ms, mean | published B | as a zip B |\n|---|--:|--:|--:|--:|\n");
        foreach ((string name, ColdStart start) in ColdStarts)
        {
            Line(text, $"| {name} | {start.Fastest:N0} | {start.Processor:N0} | {start.PublishedBytes:N0} | {start.ZippedBytes:N0} |");
        }

        Line(text, $"\nBuilt on {AwsPackages}. Cold start: from the start of the process to its first answer, one object put to S3 among it; on this machine, not on Lambda.");
        text.Append(Aim.Table("the bound is the serializer and the checksums side by side, and nothing else to do", Aims()));
        return text.ToString();
    }

    private IEnumerable<Aim> Aims()
    {
        (EtlPath standard, EtlPath ours, EtlPath serializer, EtlPath sideBySide) = (Paths[0], Paths[1], Paths[2], Paths[^1]);
        yield return new Aim("event path, fastest rounds, against the standard path", 20, standard.Fastest / ours.Fastest, standard.Fastest / (serializer.Fastest + sideBySide.Fastest));
        yield return new Aim("event path, processor time, against the standard path", 20, standard.Processor / ours.Processor, standard.Processor / (serializer.Processor + sideBySide.Processor));
        yield return new Aim("garbage of the standard path against ours", 500, (double)standard.Allocated / Math.Max(1, ours.Allocated));
        (ColdStart portable, ColdStart plain) = (ColdStarts[0].Start, ColdStarts[^1].Start);
        yield return new Aim("cold start of the plain function against portable code's, fastest", 1, plain.Fastest / portable.Fastest);
        yield return new Aim("the same by processor time", 1, plain.Processor / portable.Processor);
        if (ColdStarts.Count > 2)
        {
            yield return new Aim("cold start of the plain function against ReadyToRun's, fastest", 1 / 0.75, plain.Fastest / ColdStarts[1].Start.Fastest);
            yield return new Aim("the same by processor time", 1 / 0.75, plain.Processor / ColdStarts[1].Start.Processor);
        }

        yield return new Aim("published size of the plain function against ours", 1, (double)plain.PublishedBytes / portable.PublishedBytes);
        yield return new Aim("the same as a zip", 1, (double)plain.ZippedBytes / portable.ZippedBytes);
    }

    /// <summary>Puts the text between its markers, and leaves the rest of the page as it is.</summary>
    public void WriteFigures(string command, string machine) => FiguresPage.Write("etl", $"Made by `{command}` on {machine}.\n\n{Text()}");

    private string Faster(EtlPath ours) => Than("Node", Node, ours) + Than("Python", Python, ours);

    private static string Than(string name, BaselineFigures? figures, EtlPath ours) => figures is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {figures.ProcessorMicroseconds / ours.Processor:N1} times as fast as {name}'s");

    private static void LineOf(StringBuilder text, string name, BaselineFigures? figures)
    {
        if (figures is not null)
        {
            Line(text, $"| {name} | {figures.FastestMicroseconds:N0} | {figures.ProcessorMicroseconds:N0} | |");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
