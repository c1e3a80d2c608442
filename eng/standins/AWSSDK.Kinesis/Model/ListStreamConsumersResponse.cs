using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class ListStreamConsumersResponse : AmazonWebServiceResponse
{
    public List<Consumer> Consumers { get; set; }

    public string NextToken { get; set; }
}
