namespace Shardwise.Cli.Tests.Local;

/// <summary>A test that needs a small disk, which not every machine lets its users make.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsPossible = new(() => SmallDisk.IsPossible);

    public SmallDiskFactAttribute() => Skip = IsPossible.Value ? null : "no small disk can be made here: it takes unshare and a mount of tmpfs";
}
