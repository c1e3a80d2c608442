namespace Shardwise.Constructs.Tests.Gates;

/// <summary>A test of cfn-guard, which is published for Linux and macOS only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "cfn-guard is published for Linux and macOS only." : null;
}
