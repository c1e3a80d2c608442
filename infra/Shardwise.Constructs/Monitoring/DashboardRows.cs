using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Compatibility;

namespace Shardwise.Constructs.Monitoring;

/// <summary>The rows of a dashboard: alarms, links to what is shown elsewhere, and below them part by part.</summary>
internal static class DashboardRows
{
    /// <param name="parts">What is shown.</param>
    /// <param name="links">What is shown elsewhere, as Markdown.</param>
    public static IReadOnlyList<IWidget[]> Of(IReadOnlyList<IDashboardPart> parts, IReadOnlyList<string> links)
    {
        var rows = new List<IWidget[]>();
        var alarms = parts.SelectMany(part => part.Alarms).ToArray<IAlarm>();
        if (alarms.Length > 0)
            rows.Add([new AlarmStatusWidget(new AlarmStatusWidgetProps
            {
                Title = "Alarms",
                Width = Graph.Row,
                Height = 2 + Math.Ceiling(alarms.Length / 4.0),
            }.With(nameof(AlarmStatusWidgetProps.Alarms), alarms))]);
        if (links.Count > 0)
            rows.Add([Text(string.Join(" | ", links), height: 1 + Math.Floor(links.Count / 6.0))]);
        foreach (var part in parts)
        {
            rows.Add([Text($"## {part.DashboardTitle}", height: 1)]);
            rows.Add([.. part.DashboardWidgets()]);
        }

        return rows;
    }

    private static TextWidget Text(string markdown, double height) => new(new TextWidgetProps
    {
        Markdown = markdown,
        Width = Graph.Row,
        Height = height,
        Background = TextWidgetBackground.TRANSPARENT,
    });
}
