using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class UpdateShardCountResponse : AmazonWebServiceResponse
{
    public int? CurrentShardCount { get; set; }

    public string StreamARN { get; set; }

    public string StreamName { get; set; }

    public int? TargetShardCount { get; set; }
}
