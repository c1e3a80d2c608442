using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class DisableEnhancedMonitoringResponse : AmazonWebServiceResponse;
