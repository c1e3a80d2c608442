namespace Amazon.Kinesis.Model;

public partial class DescribeLimitsRequest : AmazonKinesisRequest;
