namespace Amazon.KinesisFirehose.Model;

public partial class PutRecordBatchRequest : AmazonKinesisFirehoseRequest
{
    public string DeliveryStreamName { get; set; }

    public List<Record> Records { get; set; }
}
