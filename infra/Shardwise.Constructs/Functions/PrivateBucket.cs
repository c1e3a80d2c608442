using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Constructs;

namespace Shardwise.Constructs.Functions;

/// <summary>
/// The bucket that a construct makes where none is given: encrypted, private, over TLS only, versioned, kept when the stack is deleted.
/// </summary>
internal static class PrivateBucket
{
    public static Bucket Make(Construct scope, string id) => new(scope, id, new BucketProps
    {
        BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
        Encryption = BucketEncryption.S3_MANAGED,
        EnforceSSL = true,
        ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
        Versioned = true,
        RemovalPolicy = RemovalPolicy.RETAIN,
        LifecycleRules =
        [
            new LifecycleRule { AbortIncompleteMultipartUploadAfter = Duration.Days(7), NoncurrentVersionExpiration = Duration.Days(30) },
        ],
    });
}
