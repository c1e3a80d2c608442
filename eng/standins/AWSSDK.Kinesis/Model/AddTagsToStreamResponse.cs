using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class AddTagsToStreamResponse : AmazonWebServiceResponse;
