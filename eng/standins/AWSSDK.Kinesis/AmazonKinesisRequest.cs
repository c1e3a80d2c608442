using Amazon.Runtime;

namespace Amazon.Kinesis;

public partial class AmazonKinesisRequest : AmazonWebServiceRequest;
