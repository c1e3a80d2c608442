namespace Shardwise.Local.Iam;

/// <summary>What is judged: who wants to do what to what.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Action">Such as <c>kinesis:PutRecord</c>.</param>
/// <param name="Resource">The ARN; <c>*</c> for actions without a resource.</param>
/// <param name="Context">The condition keys.</param>
internal sealed record AccessRequest(Caller Caller, string Action, string Resource, PolicyContext Context);
