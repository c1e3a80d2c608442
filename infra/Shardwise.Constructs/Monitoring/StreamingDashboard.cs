using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Monitoring;

/// <summary>
/// One page for a pipeline: its alarms at the top, and below them, part by part, capacity beside load, lag, throttles, errors and decisions.
/// </summary>
public sealed class StreamingDashboard : Construct
{
    /// <summary>Makes the dashboard.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it shows.</param>
    /// <exception cref="InvalidPropsException">
    /// It has no part, too many, or a name that CloudWatch does not take. The message names all of it.
    /// </exception>
    public StreamingDashboard(Construct scope, string id, StreamingDashboardProps props)
        : base(scope, props.Validate(id))
    {
        var rows = new List<IWidget[]>();
        var alarms = props.Parts.SelectMany(part => part.Alarms).ToArray<IAlarm>();
        if (alarms.Length > 0)
            rows.Add([new AlarmStatusWidget(new AlarmStatusWidgetProps
            {
                Title = "Alarms",
                Width = Graph.Row,
                Height = 2 + Math.Ceiling(alarms.Length / 4.0),
            }.With(nameof(AlarmStatusWidgetProps.Alarms), alarms))]);
        foreach (var part in props.Parts)
        {
            rows.Add([new TextWidget(new TextWidgetProps
            {
                Markdown = $"## {part.DashboardTitle}",
                Width = Graph.Row,
                Height = 1,
                Background = TextWidgetBackground.TRANSPARENT,
            })]);
            rows.Add([.. part.DashboardWidgets()]);
        }

        Dashboard = new Dashboard(this, "Dashboard", new DashboardProps
        {
            DashboardName = props.DashboardName,
            Widgets = [.. rows],
            PeriodOverride = PeriodOverride.INHERIT,
        });
    }

    /// <summary>The dashboard underneath; <c>Dashboard.AddWidgets</c> adds rows below.</summary>
    public Dashboard Dashboard { get; }
}
