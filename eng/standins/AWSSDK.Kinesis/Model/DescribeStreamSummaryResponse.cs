using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class DescribeStreamSummaryResponse : AmazonWebServiceResponse
{
    public StreamDescriptionSummary StreamDescriptionSummary { get; set; }
}
