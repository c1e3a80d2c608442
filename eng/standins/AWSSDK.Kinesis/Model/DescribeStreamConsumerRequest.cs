namespace Amazon.Kinesis.Model;

public partial class DescribeStreamConsumerRequest : AmazonKinesisRequest
{
    public string ConsumerARN { get; set; }

    public string ConsumerName { get; set; }

    public string StreamARN { get; set; }
}
