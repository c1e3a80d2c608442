using Shardwise.Benchmarks.Etl;
using Shardwise.Benchmarks.Kpl;
using Shardwise.Benchmarks.Scaling;

string[] rest = args.Length > 0 ? args[1..] : [];
switch (args.FirstOrDefault())
{
    case "kpl":
        return KplRun.Start(rest);
    case "etl":
        return EtlRun.Start(rest);
    case "scaling":
        return ScalingRun.Start(rest);
    default:
        Console.Error.WriteLine("Which benchmark? Give one of: kpl [--quick], etl [--quick], scaling [--write].");
        return 1;
}
