using Shardwise.Benchmarks.Against;
using Shardwise.Benchmarks.Etl;
using Shardwise.Benchmarks.Kpl;
using Shardwise.Benchmarks.Local;
using Shardwise.Benchmarks.Pipeline;
using Shardwise.Benchmarks.Scaling;
using Shardwise.Benchmarks.Synth;

string[] rest = args.Length > 0 ? args[1..] : [];
switch (args.FirstOrDefault())
{
    case "kpl":
        return KplRun.Start(rest);
    case "etl":
        return await EtlRun.StartAsync(rest);
    case "against":
        return await AgainstRun.StartAsync(rest);
    case "local":
        return await LocalRun.StartAsync(rest);
    case "pipeline":
        return await PipelineBench.StartAsync(rest);
    case "scaling":
        return ScalingRun.Start(rest);
    case "synth":
        return SynthBenchmark.Start();
    default:
        Console.Error.WriteLine("Which benchmark? Give one of: kpl [--quick], etl [--quick], against FOLDER [--quick], local [--quick] [--write], pipeline [--records N] [--writers N] [--no-demo], scaling [--write], synth.");
        return 1;
}
