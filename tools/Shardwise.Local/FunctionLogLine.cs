namespace Shardwise.Local;

/// <summary>One line that a function wrote, or that the platform says about it.</summary>
/// <param name="LogicalId">The function's logical id in the template.</param>
/// <param name="FunctionName">The function's name.</param>
/// <param name="Source">Who says it.</param>
/// <param name="Text">The line, without its line end.</param>
/// <param name="RequestId">The invocation that its process had at the time, or had last; null before the first, and for what is about none.</param>
public sealed record FunctionLogLine(string LogicalId, string FunctionName, FunctionLogSource Source, string Text, string? RequestId = null);
