namespace Amazon.Lambda.Model;

public partial class InvokeRequest : AmazonLambdaRequest
{
    public string FunctionName { get; set; }

    public InvocationType InvocationType { get; set; }

    public MemoryStream PayloadStream { get; set; }

    public string Qualifier { get; set; }
}
