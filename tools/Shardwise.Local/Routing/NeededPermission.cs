namespace Shardwise.Local.Routing;

/// <summary>One thing that a caller must be allowed to do, so that his call is answered.</summary>
/// <param name="Action">The action as IAM spells it, such as <c>kinesis:PutRecord</c>.</param>
/// <param name="Resource">The ARN of what it is done to; <c>*</c> where the action has no resource.</param>
internal sealed record NeededPermission(string Action, string Resource)
{
    /// <summary>Condition keys of this call beside those that every call has, such as <c>s3:prefix</c>; null for one that it does not have.</summary>
    public IReadOnlyDictionary<string, string?> Context { get; init; } = new Dictionary<string, string?>();
}
