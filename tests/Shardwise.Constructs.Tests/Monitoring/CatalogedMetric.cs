namespace Shardwise.Constructs.Tests.Monitoring;

/// <summary>A metric that a service documents.</summary>
internal sealed record CatalogedMetric(string Namespace, string Name, string Dimensions, string Source)
{
    public override string ToString() => $"{Namespace} {Name} by {Dimensions}";
}
