using System.Text.Json;
using System.Text.Json.Nodes;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Simulation;

/// <summary>Comparisons as JSON: one object for one trace, an array for several.</summary>
internal static class ComparisonJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(IReadOnlyList<Comparison> comparisons)
    {
        JsonNode node = comparisons.Count == 1 ? Of(comparisons[0]) : new JsonArray([.. comparisons.Select(Of)]);
        return node.ToJsonString(Indented);
    }

    private static JsonObject Of(Comparison comparison) => new()
    {
        ["trace"] = comparison.Trace.Name,
        ["minutes"] = comparison.Trace.Minutes.Count,
        ["clairvoyant_shard_hours"] = comparison.ClairvoyantShardHours,
        ["clairvoyant_free_shard_hours"] = comparison.ClairvoyantFreeShardHours,
        ["policies"] = new JsonArray([.. comparison.Results.Select(result => Of(result, comparison.ClairvoyantShardHours))]),
        ["on_demand_standard_usd"] = comparison.OnDemand.StandardUsd,
        ["on_demand_advantage_usd"] = comparison.OnDemand.AdvantageUsd,
    };

    private static JsonObject Of(ReplayResult result, double clairvoyant) => new()
    {
        ["policy"] = result.Policy,
        ["shard_hours"] = result.ShardHours,
        ["x_clairvoyant"] = result.ShardHours / clairvoyant,
        ["throttled_fraction"] = result.ThrottledFraction,
        ["throttled_minutes"] = result.ThrottledMinutes,
        ["operations"] = result.Operations,
        ["refused"] = result.Refused,
        ["splits_merges"] = result.SplitsAndMerges,
        ["splits_merges_a_day"] = result.SplitsAndMergesADay,
        ["cost_usd"] = result.CostUsd,
    };
}
