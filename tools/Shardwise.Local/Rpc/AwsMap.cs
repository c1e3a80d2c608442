namespace Shardwise.Local.Rpc;

/// <summary>A map of an answer, which the Query protocol writes otherwise than a structure.</summary>
internal sealed class AwsMap : Dictionary<string, object?>
{
    public AwsMap()
    {
    }

    public AwsMap(IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach (var (key, value) in entries)
        {
            this[key] = value;
        }
    }
}
