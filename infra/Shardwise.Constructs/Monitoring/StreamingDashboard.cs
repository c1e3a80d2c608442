using Amazon.CDK;
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
        var pages = props.Parts.Where(part => IsElsewhere(part)).GroupBy(part => StackReferences.Of((IConstruct)part)).ToList();
        Pages = [.. pages.Select(page => MakePage(page.Key, [.. page], props.DashboardName))];
        var links = pages.Zip(Pages).SelectMany(page => page.First.Select(part => $"[{part.DashboardTitle}]({Link(page.First.Key, page.Second)})"));
        Dashboard = new Dashboard(this, "Dashboard", new DashboardProps
        {
            DashboardName = props.DashboardName,
            Widgets = [.. DashboardRows.Of([.. props.Parts.Except(pages.SelectMany(page => page))], [.. links])],
            PeriodOverride = PeriodOverride.INHERIT,
        });
    }

    /// <summary>The dashboard underneath; <c>Dashboard.AddWidgets</c> adds rows below.</summary>
    public Dashboard Dashboard { get; }

    /// <summary>
    /// The pages of parts that this dashboard's stack cannot refer to, since theirs refers to it already, or is of another account or region. Each is
    /// made in the stack of its parts, and this dashboard links to it.
    /// </summary>
    public IReadOnlyList<Dashboard> Pages { get; }

    private bool IsElsewhere(IDashboardPart part)
    {
        if (part is not IConstruct construct)
            return false;
        var (own, other) = (StackReferences.Of(this), StackReferences.Of(construct));
        return !ReferenceEquals(own, other) && (own.Environment != other.Environment || StackReferences.Reach(other, own));
    }

    // The page has a name that is known beforehand, so that the link to it is no reference.
    private Dashboard MakePage(Stack stack, IReadOnlyList<IDashboardPart> parts, string? name)
    {
        var scope = new Construct(stack, $"{Node.Path.Replace('/', '-')}-Page");
        var unique = Names.UniqueResourceName(
            scope, new UniqueResourceNameOptions { MaxLength = StreamingDashboardProps.MaxNameLength, Separator = "-" });
        return new Dashboard(scope, "Dashboard", new DashboardProps
        {
            DashboardName = name is null || PropsCheck.IsToken(name) ? unique : $"{name}-{stack.StackName}",
            Widgets = [.. DashboardRows.Of(parts, [])],
            PeriodOverride = PeriodOverride.INHERIT,
        });
    }

    private string Link(Stack stack, Dashboard page)
    {
        var name = Stack.Of(page).Resolve(((CfnDashboard)page.Node.DefaultChild!).DashboardName!);
        var console = stack.Environment == Stack.Of(this).Environment || PropsCheck.IsToken(stack.Region)
            ? ""
            : $"https://console.aws.amazon.com/cloudwatch/home?region={stack.Region}";
        return $"{console}#dashboards:name={name}";
    }
}
