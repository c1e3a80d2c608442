using System.Diagnostics;
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
            var (constructs, direct) = (new List<double>(), new List<double>());
            // By turns, so that what else the machine does falls on both.
            for (var run = 0; run < Stacks; run++)
            {
                constructs.Add(Time(() => Synthesize(folder, $"C{run}", MakeWithConstructs)));
                direct.Add(Time(() => Synthesize(folder, $"D{run}", L1Stack.Make)));
            }

            return Report(ours.Length, constructs, direct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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

    private static double Time(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static int Report(int resources, List<double> constructs, List<double> direct)
    {
        // What else the machine does only ever adds to a time: the fastest tells most about the code, and the median about the day.
        var ratio = constructs.Min() / direct.Min();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Stacks} stacks of a stream and an S3 delivery stream, {resources} resources each, one process. Fastest: constructs {constructs.Min():0.0} ms, "
            + $"the same in L1 {direct.Min():0.0} ms, ratio {ratio:0.00} (bar {Bar:0.00}). Median: {Median(constructs):0.0} ms, {Median(direct):0.0} ms, "
            + $"ratio {Median(constructs) / Median(direct):0.00}."));
        return ratio <= Bar ? 0 : 1;
    }
}
