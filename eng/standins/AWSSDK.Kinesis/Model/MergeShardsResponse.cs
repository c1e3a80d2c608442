using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class MergeShardsResponse : AmazonWebServiceResponse;
