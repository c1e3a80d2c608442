namespace Amazon.Kinesis.Model;

public partial class ListStreamConsumersRequest : AmazonKinesisRequest
{
    public int? MaxResults { get; set; }

    public string NextToken { get; set; }

    public string StreamARN { get; set; }

    public DateTime? StreamCreationTimestamp { get; set; }
}
