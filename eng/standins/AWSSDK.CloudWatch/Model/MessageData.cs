namespace Amazon.CloudWatch.Model;

public partial class MessageData
{
    public string Code { get; set; }

    public string Value { get; set; }
}
