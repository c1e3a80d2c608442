namespace Shardwise.Local.Template;

/// <summary>What is to be said of one resource.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Handling">What becomes of it.</param>
/// <param name="Reason">Why, or how it differs from AWS.</param>
internal sealed record ResourceNote(TemplateResource Resource, ResourceHandling Handling, string Reason)
{
    public override string ToString() => $"{Resource}: {Reason}";
}
