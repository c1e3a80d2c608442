using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class GetShardIteratorResponse : AmazonWebServiceResponse
{
    public string ShardIterator { get; set; }
}
