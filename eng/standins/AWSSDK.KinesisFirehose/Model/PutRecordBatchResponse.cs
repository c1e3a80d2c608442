using Amazon.Runtime;

namespace Amazon.KinesisFirehose.Model;

public partial class PutRecordBatchResponse : AmazonWebServiceResponse
{
    public bool? Encrypted { get; set; }

    public int? FailedPutCount { get; set; }

    public List<PutRecordBatchResponseEntry> RequestResponses { get; set; }
}
