namespace Amazon.Kinesis.Model;

public partial class ConsumerDescription
{
    public string ConsumerARN { get; set; }

    public DateTime? ConsumerCreationTimestamp { get; set; }

    public string ConsumerName { get; set; }

    public ConsumerStatus ConsumerStatus { get; set; }

    public string StreamARN { get; set; }
}
