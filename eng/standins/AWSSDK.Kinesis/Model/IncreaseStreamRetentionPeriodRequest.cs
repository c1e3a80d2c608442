namespace Amazon.Kinesis.Model;

public partial class IncreaseStreamRetentionPeriodRequest : AmazonKinesisRequest
{
    public int? RetentionPeriodHours { get; set; }

    public string StreamARN { get; set; }

    public string StreamName { get; set; }
}
