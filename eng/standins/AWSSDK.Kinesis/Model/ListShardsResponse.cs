using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class ListShardsResponse : AmazonWebServiceResponse
{
    public string NextToken { get; set; }

    public List<Shard> Shards { get; set; }
}
