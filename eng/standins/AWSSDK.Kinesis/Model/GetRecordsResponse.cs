using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class GetRecordsResponse : AmazonWebServiceResponse
{
    public List<ChildShard> ChildShards { get; set; }

    public long? MillisBehindLatest { get; set; }

    public string NextShardIterator { get; set; }

    public List<Record> Records { get; set; }
}
