using System.Text.RegularExpressions;

namespace Shardwise.LocalKinesis.Tests;

/// <summary>Wire, Operations, Streams, Log: arrows run down only.</summary>
public sealed partial class LayerTests
{
    private static readonly string[] Layers = ["Wire", "Operations", "Streams", "Log"];

    [Fact]
    public void No_layer_knows_one_above_it_and_the_lower_two_know_no_HTTP()
    {
        var upwards = new List<string>();
        for (var layer = 0; layer < Layers.Length; layer++)
        {
            foreach (var file in Directory.GetFiles(Path.Combine(Sources, Layers[layer]), "*.cs", SearchOption.AllDirectories))
            {
                var text = File.ReadAllText(file);
                var above = Named().Matches(text).Select(match => match.Groups[1].Value)
                    .Where(name => Array.IndexOf(Layers, name) is >= 0 and var other && other < layer);
                upwards.AddRange(above.Select(name => $"{Path.GetFileName(file)} -> {name}"));
                if (layer >= 2 && text.Contains("Microsoft.AspNetCore", StringComparison.Ordinal))
                {
                    upwards.Add($"{Path.GetFileName(file)} -> HTTP");
                }
            }
        }

        Assert.Empty(upwards);
    }

    private static string Sources
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Infra.sln")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above the tests holds Infra.sln.");
            }

            return Path.Combine(folder, "libraries", "Shardwise.LocalKinesis");
        }
    }

    [GeneratedRegex(@"using Shardwise\.LocalKinesis\.(\w+);")]
    private static partial Regex Named();
}
