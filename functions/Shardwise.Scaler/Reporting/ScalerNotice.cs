using System.Text.Json.Serialization;

namespace Shardwise.Scaler.Reporting;

/// <summary>One thing that a person asked to be told.</summary>
/// <param name="Stream">The stream (<c>stream</c>).</param>
/// <param name="Kind">What it is (<c>kind</c>): <c>reshard</c>, <c>hotRange</c>, <c>quotaReached</c>, <c>hotKey</c>, <c>budgetShort</c>,
/// <c>commitmentMissing</c>, <c>refused</c> or <c>problem</c>.</param>
/// <param name="Text">A sentence (<c>text</c>).</param>
public sealed record ScalerNotice(
    [property: JsonPropertyName("stream")] string Stream, [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("text")] string Text);
