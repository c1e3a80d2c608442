using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Cli.Planning;

/// <summary>A plan as JSON.</summary>
internal static class PlanJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(StreamPlan plan) => new JsonObject
    {
        ["stream"] = plan.Stream.Name,
        ["region"] = plan.Stream.Region,
        ["on_demand"] = plan.Stream.IsOnDemand,
        ["open_shards"] = plan.Stream.OpenShards,
        ["from"] = plan.Stream.From?.UtcDateTime,
        ["minutes"] = plan.Stream.Traffic.Minutes.Count,
        ["unknown_minutes"] = plan.Stream.UnknownMinutes,
        ["peak_shards"] = plan.Stream.Traffic.Shards.Max(),
        ["choices"] = new JsonArray([.. plan.Choices.Select(Of)]),
        ["min_shards"] = plan.Bounds.MinShards,
        ["max_shards"] = plan.Bounds.MaxShards,
        ["csharp"] = plan.Bounds.CSharp,
        ["advice"] = new JsonArray([.. PlanAdvice.Of(plan).Select(sentence => JsonValue.Create(sentence))]),
    }.ToJsonString(Indented);

    private static JsonObject Of(PlanChoice choice)
    {
        var json = new JsonObject { ["name"] = choice.Name, ["usd_a_month"] = choice.UsdAMonth };
        if (choice.Replay is { } replay)
        {
            json["throttled_fraction"] = replay.ThrottledFraction;
            json["throttled_minutes"] = replay.ThrottledMinutes;
            json["least_shards"] = choice.LeastShards;
            json["mean_shards"] = choice.MeanShards;
            json["most_shards"] = choice.MostShards;
            json["operations_a_day"] = choice.OperationsADay;
            json["splits_merges_a_day"] = choice.SplitsAndMergesADay;
        }

        return json;
    }
}
