using System.Text.Json.Serialization;

namespace Shardwise.Scaler.Reporting;

/// <summary>
/// What a minute has to tell: the function's answer, which Lambda hands to the function's destination, and from there a rule to a topic. The
/// function so needs no right to publish.
/// </summary>
public sealed record ScalerNotices
{
    /// <summary>All of it as text, a line each (<c>text</c>).</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>One by one (<c>notices</c>).</summary>
    [JsonPropertyName("notices")]
    public required IReadOnlyList<ScalerNotice> Notices { get; init; }

    internal static ScalerNotices? Of(IReadOnlyList<ScalerNotice> notices) => notices.Count == 0 ? null
        : new ScalerNotices { Text = string.Join('\n', notices.Select(notice => $"{notice.Stream}: {notice.Text}")), Notices = notices };
}
