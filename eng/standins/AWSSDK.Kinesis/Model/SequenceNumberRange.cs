namespace Amazon.Kinesis.Model;

public partial class SequenceNumberRange
{
    public string EndingSequenceNumber { get; set; }

    public string StartingSequenceNumber { get; set; }
}
