using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class DescribeStreamResponse : AmazonWebServiceResponse
{
    public StreamDescription StreamDescription { get; set; }
}
