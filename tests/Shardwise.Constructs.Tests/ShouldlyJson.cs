using System.Text.Json.Nodes;
using Shouldly;

namespace Shardwise.Constructs.Tests;

/// <summary>Compares JSON by what it says.</summary>
internal static class ShouldlyJson
{
    public static void ShouldBeJson(this JsonNode? actual, JsonNode expected, string? what = null) =>
        JsonNode.DeepEquals(actual, expected).ShouldBeTrue($"{what}: {actual?.ToJsonString() ?? "nothing"} instead of {expected.ToJsonString()}");
}
