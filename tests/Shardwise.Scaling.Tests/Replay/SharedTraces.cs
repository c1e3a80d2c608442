using System.Collections.Concurrent;
using System.IO.Compression;
using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling.Tests.Replay;

/// <summary>The traces beside the repository, each read once.</summary>
internal static class SharedTraces
{
    private static readonly ConcurrentDictionary<string, Trace> Read = new();

    public static Trace Get(string name) => Read.GetOrAdd(name, _ =>
    {
        using var file = File.OpenRead(Path.Combine(SharedDataFactAttribute.Traces!, name + ".csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        return TraceCsv.Read(reader, name, name);
    });
}
