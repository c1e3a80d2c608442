using Amazon.Runtime;

namespace Amazon.Lambda;

public partial class AmazonLambdaRequest : AmazonWebServiceRequest;
