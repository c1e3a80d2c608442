namespace Amazon.Kinesis.Model;

public partial class PutRecordsResultEntry
{
    public string ErrorCode { get; set; }

    public string ErrorMessage { get; set; }

    public string SequenceNumber { get; set; }

    public string ShardId { get; set; }
}
