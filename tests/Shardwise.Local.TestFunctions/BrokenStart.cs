namespace Shardwise.Local.TestFunctions;

/// <summary>A function that cannot be made.</summary>
public sealed class BrokenStart
{
    public BrokenStart() => throw new InvalidOperationException("SETTING is not set");

    public string Handle(string input) => input;
}
