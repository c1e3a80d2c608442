namespace Shardwise.Cli.Demo;

/// <summary>One function's figures.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Invocations">Invocations that ended.</param>
/// <param name="Errors">Those that ended badly.</param>
/// <param name="Restarts">How often its process was started again.</param>
public readonly record struct FunctionFigures(string Name, long Invocations, long Errors, int Restarts);
