using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class DescribeStreamConsumerResponse : AmazonWebServiceResponse
{
    public ConsumerDescription ConsumerDescription { get; set; }
}
