using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class PutRecordsResponse : AmazonWebServiceResponse
{
    public EncryptionType EncryptionType { get; set; }

    public int? FailedRecordCount { get; set; }

    public List<PutRecordsResultEntry> Records { get; set; }
}
