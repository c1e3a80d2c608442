using Amazon.CDK.AWS.CloudWatch;

namespace Shardwise.Constructs.Monitoring;

/// <summary>What shows itself on a <see cref="StreamingDashboard"/>: a construct of this package, or one of yours.</summary>
public interface IDashboardPart
{
    /// <summary>What stands above its graphs, in Markdown.</summary>
    string DashboardTitle { get; }

    /// <summary>The alarms of its that belong at the top of the dashboard.</summary>
    IReadOnlyList<Alarm> Alarms { get; }

    /// <summary>Its graphs, in the order in which they are read. They are set in rows of 24 columns.</summary>
    /// <returns>The graphs; asked for once a dashboard.</returns>
    IReadOnlyList<IWidget> DashboardWidgets();
}
