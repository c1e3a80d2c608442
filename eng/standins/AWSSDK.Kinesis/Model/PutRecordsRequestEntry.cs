namespace Amazon.Kinesis.Model;

public partial class PutRecordsRequestEntry
{
    public MemoryStream Data { get; set; }

    public string ExplicitHashKey { get; set; }

    public string PartitionKey { get; set; }
}
