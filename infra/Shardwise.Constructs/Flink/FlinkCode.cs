using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.S3.Assets;
using Constructs;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisAnalyticsV2.CfnApplication;

namespace Shardwise.Constructs.Flink;

/// <summary>Where the code of an application is: a jar of a JVM language, or a zip of Python.</summary>
/// <remarks>The service reads it when the application is created, so it must be in S3 by then: an asset is.</remarks>
public sealed record FlinkCode
{
    private readonly string? path;
    private readonly IBucket? bucket;
    private readonly string key = "";
    private readonly string? version;

    private FlinkCode(string path) => this.path = path;

    private FlinkCode(IBucket bucket, string key, string? version) => (this.bucket, this.key, this.version) = (bucket, key, version);

    /// <summary>A file of this machine, which the deployment puts into S3.</summary>
    /// <param name="path">The path of a <c>.jar</c> or <c>.zip</c>.</param>
    /// <returns>The code.</returns>
    public static FlinkCode FromAsset(string path) => new(path);

    /// <summary>An object that is in a bucket already.</summary>
    /// <param name="bucket">
    /// The bucket. Of one that is imported, its key is told by <c>Bucket.FromBucketAttributes</c>, where it has one of yours.
    /// </param>
    /// <param name="key">The object's key, ending in <c>.jar</c> or <c>.zip</c>.</param>
    /// <param name="version">The object's version; the default is the newest at each deployment.</param>
    /// <returns>The code.</returns>
    public static FlinkCode FromBucket(IBucket bucket, string key, string? version = null) => new(bucket, key, version);

    internal void Check(PropsCheck check, string property)
    {
        var name = path ?? key;
        var packed = PropsCheck.IsToken(name)
            || name.EndsWith(".jar", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);
        if (path is null)
            check.Require(packed, property, $"'{key}'", "a key that ends in .jar or .zip");
        else
            check.Require(packed && File.Exists(path), property, $"'{path}'", "a file that is there and ends in .jar or .zip");
    }

    /// <summary>Renders it, and lets the role read that object and no other.</summary>
    internal S3ContentLocationProperty Bind(Construct scope, string id, FlinkPolicy policy)
    {
        if (path is not null)
        {
            var asset = new Asset(scope, id, new AssetProps { Path = path });
            return Location(policy, asset.Bucket.BucketArn, asset.S3ObjectKey, null);
        }

        var bucketArn = bucket!.BucketArn;
        // The context is the object's ARN, or the bucket's where it has a bucket key. A bootstrap's own key lets the whole account use it through S3.
        if (bucket.EncryptionKey is { } encryptedWith)
            policy.AllowObjectKey(encryptedWith, bucket, [bucketArn, $"{bucketArn}/{key}"], "kms:Decrypt");
        return Location(policy, bucketArn, key, version);
    }

    private static S3ContentLocationProperty Location(FlinkPolicy policy, string bucketArn, string key, string? version)
    {
        policy.Allow([$"{bucketArn}/{key}"], version is null ? ["s3:GetObject"] : ["s3:GetObject", "s3:GetObjectVersion"]);
        return new S3ContentLocationProperty { BucketArn = bucketArn, FileKey = key, ObjectVersion = version };
    }
}
