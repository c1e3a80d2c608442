namespace Shardwise.Constructs.Flink;

/// <summary>An application that is made elsewhere.</summary>
internal sealed class ImportedFlinkApplication(string name, string arn) : IFlinkApplication
{
    public string ApplicationName => name;

    public string ApplicationArn => arn;
}
