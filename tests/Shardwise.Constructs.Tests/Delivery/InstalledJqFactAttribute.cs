namespace Shardwise.Constructs.Tests.Delivery;

/// <summary>A test of the machine's own jq, where it is the version that Firehose runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InstalledJqFactAttribute : FactAttribute
{
    public InstalledJqFactAttribute() =>
        Skip = Jq.Installed() is "jq-1.6" ? null : $"jq 1.6 is not on the PATH ({Jq.Installed() ?? "no jq is"}): the compiled one is asked alone.";
}
