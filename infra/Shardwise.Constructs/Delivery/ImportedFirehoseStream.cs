using Amazon.CDK.AWS.IAM;

namespace Shardwise.Constructs.Delivery;

/// <summary>A delivery stream that is made elsewhere.</summary>
internal sealed class ImportedFirehoseStream(string name, string arn) : IFirehoseStream
{
    public string StreamName => name;

    public string StreamArn => arn;

    public Grant GrantPut(IGrantable grantee) => FirehoseStream.GrantPut(arn, grantee);
}
