namespace Amazon.Kinesis.Model;

public partial class HashKeyRange
{
    public string EndingHashKey { get; set; }

    public string StartingHashKey { get; set; }
}
