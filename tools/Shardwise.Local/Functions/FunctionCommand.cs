namespace Shardwise.Local.Functions;

/// <summary>What is run for a function.</summary>
/// <param name="Executable">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record FunctionCommand(string Executable, IReadOnlyList<string> Arguments);
