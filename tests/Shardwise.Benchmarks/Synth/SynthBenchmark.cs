using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Streams;

namespace Shardwise.Benchmarks.Synth;

/// <summary>How much longer a stack of constructs takes to synthesize than the same resources written directly as L1, in one process.</summary>
internal static class SynthBenchmark
{
    private const int Stacks = 20;

    // The stacks are made so many times over: what else the machine does in one second it does not do in all of them.
    private const int Passes = 3;

    // Node compiles what it has run a few times: until then a stack takes longer and longer the earlier it is.
    private const int WarmUp = 5;

    // What the constructs may cost, over what the CDK itself does.
    private const double Bar = 1.15;

    public static int Start()
    {
        System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
        var folder = Directory.CreateTempSubdirectory("shardwise-synth-");
        try
        {
            // The first of each starts the jsii process and loads what it needs; that they make the same resources is seen to as well.
            var (ours, theirs) = (Types(Synthesize(folder, "ShapeC", MakeWithConstructs)), Types(Synthesize(folder, "ShapeD", L1Stack.Make)));
            if (!ours.SequenceEqual(theirs))
                throw new InvalidOperationException($"The two stacks differ: {string.Join(", ", ours)} against {string.Join(", ", theirs)}.");
            var clock = new ProcessorClock();
            for (var run = 0; run < WarmUp; run++)
                Pair(clock, folder, $"W{run}", constructsFirst: true);
            var pairs = Enumerable.Range(0, Passes * Stacks).Select(run => Pair(clock, folder, $"{run}", constructsFirst: run % 2 == 0)).ToArray();
            return Report(ours.Length, clock.Unit, pairs);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // One right after the other, so that both have the same machine; by turns, so that neither always has the other's garbage to sweep.
    private static (double Constructs, double Direct) Pair(ProcessorClock clock, DirectoryInfo folder, string name, bool constructsFirst)
    {
        double Constructs() => Time(clock, () => Synthesize(folder, $"C{name}", MakeWithConstructs));
        double Direct() => Time(clock, () => Synthesize(folder, $"D{name}", L1Stack.Make));
        if (constructsFirst)
            return (Constructs(), Direct());
        var direct = Direct();
        return (Constructs(), direct);
    }

    private static void MakeWithConstructs(Stack stack)
    {
        var clicks = new DataStream(stack, "Clicks");
        _ = new FirehoseStream(stack, "Delivery", new FirehoseStreamProps
        {
            Source = new KinesisSource { Stream = clicks.Stream },
            Destination = new S3Destination { Bucket = Bucket.FromBucketName(stack, "Lake", "example-lake") },
        });
    }

    private static JsonObject Synthesize(DirectoryInfo folder, string name, Action<Stack> make)
    {
        var app = new App(new AppProps { Outdir = Path.Combine(folder.FullName, name), AnalyticsReporting = false, StackTraces = false });
        make(new Stack(app, "Bench"));
        return JsonNode.Parse(File.ReadAllText(app.Synth().GetStackByName("Bench").TemplateFullPath))!.AsObject();
    }

    private static string[] Types(JsonObject template) =>
        [.. template["Resources"]!.AsObject().Select(resource => (string)resource.Value!["Type"]!).Order()];

    private static double Time(ProcessorClock clock, Action action)
    {
        var start = clock.Milliseconds();
        action();
        return clock.Milliseconds() - start;
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)(share * (sorted.Length - 1))];
    }

    private static int Report(int resources, string unit, (double Constructs, double Direct)[] pairs)
    {
        // Over all of them, since whose garbage is swept in whose time is chance; the pairs tell how much of it there was.
        var ratio = pairs.Sum(pair => pair.Constructs) / pairs.Sum(pair => pair.Direct);
        var ratios = pairs.Select(pair => pair.Constructs / pair.Direct).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Passes} x {Stacks} stacks of a stream and an S3 delivery stream, {resources} resources each, one process, by turns with the same in L1. "
            + $"Ratio of {unit}: {ratio:0.00} (bar {Bar:0.00}; median of the pairs {Quantile(ratios, 0.5):0.00}, half of them from "
            + $"{Quantile(ratios, 0.25):0.00} to {Quantile(ratios, 0.75):0.00}). A stack: constructs {pairs.Average(pair => pair.Constructs):0.0} ms, "
            + $"L1 {pairs.Average(pair => pair.Direct):0.0} ms."));
        return ratio <= Bar ? 0 : 1;
    }
}
