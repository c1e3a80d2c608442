using Amazon.Runtime;

namespace Amazon.KinesisFirehose;

public partial class AmazonKinesisFirehoseRequest : AmazonWebServiceRequest;
