namespace Amazon.CloudWatch.Model;

public partial class LabelOptions
{
    public string Timezone { get; set; }
}
