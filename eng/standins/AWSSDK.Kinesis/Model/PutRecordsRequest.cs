namespace Amazon.Kinesis.Model;

public partial class PutRecordsRequest : AmazonKinesisRequest
{
    public List<PutRecordsRequestEntry> Records { get; set; }

    public string StreamARN { get; set; }

    public string StreamName { get; set; }
}
