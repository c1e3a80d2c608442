namespace Shardwise.LocalKinesis.Streams;

/// <summary>Whose streams: an account in a region.</summary>
internal readonly record struct Scope(string Account, string Region)
{
    public string ArnOf(string stream) => $"arn:aws:kinesis:{Region}:{Account}:stream/{stream}";
}
