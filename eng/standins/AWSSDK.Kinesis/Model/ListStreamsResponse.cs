using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class ListStreamsResponse : AmazonWebServiceResponse
{
    public bool? HasMoreStreams { get; set; }

    public string NextToken { get; set; }

    public List<string> StreamNames { get; set; }

    public List<StreamSummary> StreamSummaries { get; set; }
}
