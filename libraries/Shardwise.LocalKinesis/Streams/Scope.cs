namespace Shardwise.LocalKinesis.Streams;

/// <summary>
/// Whose streams: an account in a region. A class, since the dictionaries of those are compiled beforehand, and of structures at each start.
/// </summary>
internal sealed record Scope(string Account, string Region)
{
    public string ArnOf(string stream) => $"arn:aws:kinesis:{Region}:{Account}:stream/{stream}";
}
