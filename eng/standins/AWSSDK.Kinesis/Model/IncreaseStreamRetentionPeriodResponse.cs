using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class IncreaseStreamRetentionPeriodResponse : AmazonWebServiceResponse;
