namespace Amazon.Kinesis.Model;

public partial class UpdateShardCountRequest : AmazonKinesisRequest
{
    public ScalingType ScalingType { get; set; }

    public string StreamARN { get; set; }

    public string StreamName { get; set; }

    public int? TargetShardCount { get; set; }
}
