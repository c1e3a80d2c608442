namespace Amazon.Kinesis.Model;

public partial class DescribeAccountSettingsRequest : AmazonKinesisRequest;
