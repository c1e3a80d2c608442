namespace Shardwise.Local.Functions;

internal sealed record FunctionDefinition(string LogicalId, string Name, string Arn);

internal sealed class FunctionRuntime(FunctionDefinition definition)
{
    public FunctionDefinition Definition { get; } = definition;
    public int? ProcessId => null;
    public long Invocations => 0;
    public long Errors => 0;
    public int Restarts => 0;
    public int InFlight => 0;
    public string? LastLogLine => null;
}
