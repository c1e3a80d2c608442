using Shardwise.Local;

namespace Shardwise.Cli.Local;

/// <summary>Writes what becomes of every resource of the stacks.</summary>
internal static class Explanation
{
    public static async Task WriteAsync(IReadOnlyList<ResourceExplanation> resources, TextWriter output)
    {
        foreach (string verdict in (string[])["runs", "passed over", "not run"])
        {
            var those = resources.Where(resource => resource.Verdict == verdict).ToList();
            if (those.Count == 0)
            {
                continue;
            }

            await output.WriteLineAsync($"{char.ToUpperInvariant(verdict[0])}{verdict[1..]}:").ConfigureAwait(false);
            foreach (var resource in those)
            {
                await output.WriteLineAsync($"  {resource.Type} {resource.Stack}/{resource.LogicalId}: {resource.Reason}").ConfigureAwait(false);
            }
        }

        await output.FlushAsync().ConfigureAwait(false);
    }
}
