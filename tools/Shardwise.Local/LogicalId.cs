namespace Shardwise.Local;

/// <summary>Logical ids as people write them.</summary>
public static class LogicalId
{
    private const int HashLength = 8;

    /// <summary>Without the eight hexadecimal digits that CDK ends it with.</summary>
    public static string Short(string logicalId) =>
        logicalId.Length > HashLength && logicalId[^HashLength..].All(digit => char.IsAsciiDigit(digit) || digit is >= 'A' and <= 'F')
            ? logicalId[..^HashLength]
            : logicalId;

    /// <summary>Whether a logical id is called by a name: by itself, or without what CDK ends it with.</summary>
    public static bool IsCalled(string logicalId, string name) => logicalId == name || Short(logicalId) == name;
}
