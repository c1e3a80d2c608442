using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>What it takes to put records to a delivery stream: two actions, and the use of its key where it has one of yours.</summary>
/// <remarks>
/// Callers of PutRecord and PutRecordBatch need kms:GenerateDataKey and kms:Decrypt on the key of every delivery stream that was created since 20
/// April 2026, and of any from 28 February 2027 ("Data protection in Amazon Data Firehose" in the developer guide). Firehose calls KMS in their name;
/// with which encryption context is not documented, so that the service is all the condition there is.
/// </remarks>
internal sealed record DeliveryPuts(PrincipalGrant Grants, string StreamArn, string Region, IKey? Key)
{
    public Grant To(IGrantable grantee)
    {
        var grant = Grants.To(grantee, StreamArn, "firehose:PutRecord", "firehose:PutRecordBatch");
        if (Key is null)
            return grant;
        KeyPolicy.CheckDelegation(Key);
        var named = NamedKey.Of(Key);
        return grant.Combine(Grant.AddToPrincipal(new GrantOnPrincipalOptions
        {
            Grantee = grantee,
            Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
            ResourceArns = [named.Resource(Region)],
            Conditions = named.Through("firehose", Region),
        }));
    }
}
