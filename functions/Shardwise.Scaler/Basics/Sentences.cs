namespace Shardwise.Scaler.Basics;

internal static class Sentences
{
    /// <summary>Two parts of one sentence, either of which may be missing.</summary>
    public static string? Join(string? first, string? second) => first is null || second is null ? first ?? second : $"{first}; {second}";
}
