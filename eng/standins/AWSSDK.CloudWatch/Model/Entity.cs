namespace Amazon.CloudWatch.Model;

public partial class Entity
{
    public Dictionary<string, string> Attributes { get; set; }

    public Dictionary<string, string> KeyAttributes { get; set; }
}
