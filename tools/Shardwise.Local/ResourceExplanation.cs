namespace Shardwise.Local;

/// <summary>What becomes of one resource of a template here.</summary>
/// <param name="Stack">Its stack: <c>Stage/Stack</c>, <c>Stack/NestedStack</c>.</param>
/// <param name="LogicalId">Its logical id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Verdict"><c>runs</c>, <c>passed over</c> or <c>not run</c>.</param>
/// <param name="Reason">As what it runs, or why it does not.</param>
public sealed record ResourceExplanation(string Stack, string LogicalId, string Type, string Verdict, string Reason);
