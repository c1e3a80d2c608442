namespace Shardwise.Local.Firehose;

/// <summary>What the expressions of a prefix stand for in one object, the time excepted.</summary>
internal sealed record PrefixValues
{
    private static readonly Dictionary<string, string> NoKeys = [];

    public static PrefixValues None { get; } = new();

    /// <summary>Such as <c>processing-failed</c>; null for an object of good records.</summary>
    public string? ErrorType { get; init; }

    public IReadOnlyDictionary<string, string> LambdaKeys { get; init; } = NoKeys;

    public IReadOnlyDictionary<string, string> QueryKeys { get; init; } = NoKeys;
}
