using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class DeleteStreamResponse : AmazonWebServiceResponse;
