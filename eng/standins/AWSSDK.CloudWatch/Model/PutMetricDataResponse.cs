using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

public partial class PutMetricDataResponse : AmazonWebServiceResponse;
