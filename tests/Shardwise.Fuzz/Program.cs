using System.Diagnostics;
using System.Globalization;
using Shardwise.Fuzz;
using Shardwise.Fuzz.Targets;

const int MostFindsATarget = 5;

var root = Environment.GetEnvironmentVariable("SHARDWISE_ROOT") ?? Directory.GetCurrentDirectory();
(string Name, Func<IFuzzTarget> Create)[] all =
    [("codec", () => new CodecTarget()), ("events", () => new EventTarget()), ("templates", () => new TemplateTarget(root)), ("cli", () => new CommandLineTarget())];

FuzzOptions options;
try
{
    options = FuzzOptions.Read(args, [.. all.Select(target => target.Name)]);
}
catch (ArgumentException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}

var chosen = all.Where(target => options.Targets.Count == 0 || options.Targets.Contains(target.Name)).ToArray();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzz: seed {options.Seed}, {options.Minutes} min over {string.Join(", ", chosen.Select(target => target.Name))}"));
var finds = chosen.Sum(target => Fuzz(target.Create, TimeSpan.FromMinutes(options.Minutes / chosen.Length)));
return finds == 0 ? 0 : 1;

// Rounds until the time is over; a find is kept as a file, and the command that brings it back is said.
int Fuzz(Func<IFuzzTarget> create, TimeSpan time)
{
    using var target = create();
    var watch = Stopwatch.StartNew();
    var (round, found, seen) = (0, 0, new HashSet<string>());
    for (; round < (options.Rounds ?? int.MaxValue) && (options.Rounds is not null || watch.Elapsed < time) && found < MostFindsATarget; round++)
    {
        var seed = options.Seed + round;
        var input = target.Make(new Random(seed));
        try
        {
            target.Check(input);
        }
        catch (Exception find)
        {
            var problem = (find as AggregateException)?.InnerException ?? find;
            // What fails at one line of ours is one find.
            if (seen.Add($"{problem.GetType()} {problem.StackTrace?.Split('\n').FirstOrDefault(frame => frame.Contains("Shardwise", StringComparison.Ordinal))}"))
            {
                found++;
                Report(target.Name, seed, input, problem);
            }
        }
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzz: {target.Name}: {round:N0} rounds in {watch.Elapsed.TotalSeconds:0} s, {found} found"));
    return found;
}

void Report(string name, int seed, byte[] input, Exception problem)
{
    var file = Path.Combine(root, "artifacts", "fuzz", $"{name}-{seed}.bin");
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    File.WriteAllBytes(file, input);
    Console.WriteLine($"fuzz: FOUND in {name}: {(problem is FuzzFindException ? problem.Message : problem)}");
    Console.WriteLine($"    input: {Path.GetRelativePath(root, file)}");
    Console.WriteLine($"    again: dotnet run build.cs -- fuzz {name} --seed {seed} --rounds 1");
}
