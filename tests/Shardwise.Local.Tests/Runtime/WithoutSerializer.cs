namespace Shardwise.Local.Tests.Runtime;

/// <summary>A handler whose assembly, this one, names no serializer.</summary>
public sealed class WithoutSerializer
{
    public string Handle(string input) => input;
}
