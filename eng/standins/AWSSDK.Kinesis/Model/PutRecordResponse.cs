using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class PutRecordResponse : AmazonWebServiceResponse
{
    public EncryptionType EncryptionType { get; set; }

    public string SequenceNumber { get; set; }

    public string ShardId { get; set; }
}
