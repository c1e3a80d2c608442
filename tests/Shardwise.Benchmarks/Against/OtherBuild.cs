using System.Reflection;
using System.Runtime.Loader;
using Shardwise.Benchmarks.Etl;

namespace Shardwise.Benchmarks.Against;

/// <summary>A build of these benchmarks, this one or another's, loaded beside others into the same process.</summary>
internal sealed class OtherBuild
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private const string Etl = "Shardwise.ClickstreamEtl";

    private readonly Assembly _assembly;

    /// <param name="folder">A checkout in which the benchmarks were built.</param>
    public OtherBuild(string folder)
    {
        Folder = Path.Combine(folder, "artifacts", "bin", "Shardwise.Benchmarks", "release");
        var path = Path.Combine(Folder, "Shardwise.Benchmarks.dll");
        var resolver = new AssemblyDependencyResolver(path);
        var context = new AssemblyLoadContext(folder);
        context.Resolving += (_, name) => resolver.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        _assembly = context.LoadFromAssemblyPath(path);
    }

    private delegate bool TryAdd(string partitionKey, ReadOnlySpan<byte> data, string? explicitHashKey);

    public string Folder { get; }

    /// <summary>What both builds do, by name.</summary>
    public IEnumerable<(string Work, Action Run)> Works()
    {
        var input = Type("Etl.EtlInput").GetMethod("Make", All)!.Invoke(null, null)!;
        object? Item(string name) => input.GetType().GetField(name)!.GetValue(input);
        var paths = Activator.CreateInstance(Type("Etl.EtlPaths"), All, null, [Item("Item1"), Item("Item2")], null)!;
        Action Path(string method)
        {
            var run = paths.GetType().GetMethod(method, All)!.CreateDelegate<Func<long>>(paths);
            return () => run();
        }

        yield return ("event path", Path(nameof(EtlPaths.Shardwise)));
        yield return ("of that taking apart alone, checksums among it", Path(nameof(EtlPaths.TakingApartOnly)));
        yield return ("write 1 MiB of 100 B", Writer());
    }

    /// <summary>The published function's cold start.</summary>
    public ColdStart Start() => new($"{Etl}::{Etl}.Function::HandleAsync", Path.Combine(Folder, "functions", Etl));

    private Type Type(string name) => _assembly.GetType($"Shardwise.Benchmarks.{name}", throwOnError: true)!;

    private Action Writer()
    {
        var kpl = AssemblyLoadContext.GetLoadContext(_assembly)!.LoadFromAssemblyName(new AssemblyName("Shardwise.Kpl"));
        var builder = Activator.CreateInstance(kpl.GetType("Shardwise.Kpl.AggregatedRecordBuilder")!, [1_048_576])!;
        var add = builder.GetType().GetMethod(nameof(TryAdd))!.CreateDelegate<TryAdd>(builder);
        var build = builder.GetType().GetMethod("Build")!.CreateDelegate<Func<object>>(builder);
        var random = new Random(1);
        var (keys, data) = (Enumerable.Range(0, 10_000).Select(_ => $"user-{random.Next():D10}").ToArray(), new byte[100]);
        random.NextBytes(data);
        return () =>
        {
            for (int i = 0; i < keys.Length && add(keys[i], data, null); i++)
            {
            }

            build();
        };
    }
}
