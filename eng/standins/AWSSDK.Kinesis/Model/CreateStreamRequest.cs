namespace Amazon.Kinesis.Model;

public partial class CreateStreamRequest : AmazonKinesisRequest
{
    public int? ShardCount { get; set; }

    public StreamModeDetails StreamModeDetails { get; set; }

    public string StreamName { get; set; }

    public Dictionary<string, string> Tags { get; set; }
}
