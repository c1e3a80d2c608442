namespace Amazon.Kinesis.Model;

public partial class Consumer
{
    public string ConsumerARN { get; set; }

    public DateTime? ConsumerCreationTimestamp { get; set; }

    public string ConsumerName { get; set; }

    public ConsumerStatus ConsumerStatus { get; set; }
}
