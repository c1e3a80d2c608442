namespace Amazon.Kinesis.Model;

public partial class UpdateStreamModeRequest : AmazonKinesisRequest
{
    public string StreamARN { get; set; }

    public StreamModeDetails StreamModeDetails { get; set; }
}
