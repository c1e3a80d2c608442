using Amazon.CDK.AWS.IAM;

namespace Shardwise.Constructs.Delivery;

/// <summary>A delivery stream that is made elsewhere.</summary>
internal sealed class ImportedFirehoseStream(string name, DeliveryPuts puts) : IFirehoseStream
{
    public string StreamName => name;

    public string StreamArn => puts.StreamArn;

    public Grant GrantPut(IGrantable grantee) => puts.To(grantee);
}
