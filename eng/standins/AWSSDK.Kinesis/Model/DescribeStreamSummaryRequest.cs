namespace Amazon.Kinesis.Model;

public partial class DescribeStreamSummaryRequest : AmazonKinesisRequest
{
    public string StreamARN { get; set; }

    public string StreamName { get; set; }
}
