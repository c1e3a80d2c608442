namespace Amazon.Kinesis.Model;

public partial class UpdateStreamWarmThroughputRequest : AmazonKinesisRequest
{
    public string StreamARN { get; set; }

    public string StreamName { get; set; }

    public int? WarmThroughputMiBps { get; set; }
}
