using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class UpdateStreamModeResponse : AmazonWebServiceResponse;
