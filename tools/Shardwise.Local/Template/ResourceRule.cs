namespace Shardwise.Local.Template;

/// <summary>What becomes of resources of a type, and why.</summary>
/// <param name="Type">The type; one that ends with <c>::</c> stands for all that begin so.</param>
/// <param name="Handling">What becomes of them.</param>
/// <param name="Reason">What they do here, or why they do nothing: goes on from the resource's name.</param>
internal sealed record ResourceRule(string Type, ResourceHandling Handling, string Reason)
{
    /// <summary>Whether all that their properties do here is read while the plan is: then what nobody has read does nothing.</summary>
    public bool IsReadWhole { get; init; }
}
