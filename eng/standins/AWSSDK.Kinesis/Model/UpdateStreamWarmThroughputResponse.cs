using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class UpdateStreamWarmThroughputResponse : AmazonWebServiceResponse
{
    public string StreamARN { get; set; }

    public string StreamName { get; set; }

    public WarmThroughputObject WarmThroughput { get; set; }
}
