using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>Gathers what a delivery stream's role may do while its parts are rendered, and what its parts render alike.</summary>
internal sealed class DeliveryBinding(Construct scope, Role role, LogGroup logs) : RolePolicy(scope, role)
{
    // The ids of the buckets that are made where none is given.
    public const string Staging = "StagingBucket";
    private const string BackupBucket = "BackupBucket";

    private readonly string logGroupName = logs.LogGroupName;
    private readonly HashSet<string> buckets = [];
    private readonly HashSet<(string Bucket, string Key)> keys = [];

    /// <summary>The buckets that were made where none was given.</summary>
    public List<Bucket> MadeBuckets { get; } = [];

    /// <summary>What Amazon.CDK.Lib 2.160.0 has no property for, by its path in the template.</summary>
    public List<(string Path, object Value)> Newer { get; } = [];

    public static BufferingHintsProperty Hints(DeliveryBuffering buffering) =>
        new() { SizeInMBs = buffering.SizeMiB, IntervalInSeconds = buffering.Interval.TotalSeconds };

    // Two of the names are not in capitals: the service's own spelling.
    public static string Format(DeliveryCompression compression) => compression switch
    {
        DeliveryCompression.Gzip => "GZIP",
        DeliveryCompression.Zip => "ZIP",
        DeliveryCompression.Snappy => "Snappy",
        DeliveryCompression.HadoopSnappy => "HADOOP_SNAPPY",
        _ => "UNCOMPRESSED",
    };

    public static EncryptionConfigurationProperty? Encryption(IKey? key) => key is null
        ? null
        : new EncryptionConfigurationProperty
        {
            KmsEncryptionConfig = new KMSEncryptionConfigProperty { AwskmsKeyArn = NamedKey.Of(key).Arn ?? key.KeyArn },
        };

    // The six actions of the developer guide ("Grant Firehose access to an Amazon S3 destination"), and the seventh that it asks for where another
    // account owns the bucket: the owner is given control of each object. It neither deletes nor reads more than its own uploads need.
    public string AllowBucket(IBucket bucket, IKey? key = null)
    {
        var arn = bucket.BucketArn;
        if (buckets.Add(arn))
        {
            Allow([arn], "s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads");
            string[] writing = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"];
            Allow([$"{arn}/*"], IsElsewhere(bucket) ? [.. writing, "s3:PutObjectAcl"] : writing);
            Justify("Objects get their names as they come.");
        }

        // One bucket may hold objects under several keys, such as what is delivered and what is backed up. The context is the object's ARN, or the
        // bucket's where it has a bucket key.
        if ((key ?? bucket.EncryptionKey) is { } encryptedWith && keys.Add((arn, encryptedWith.KeyArn)))
            AllowObjectKey(encryptedWith, bucket, [arn, $"{arn}/*"], "kms:Decrypt", "kms:GenerateDataKey");
        return arn;
    }

    public SecretsManagerConfigurationProperty Secret(ISecret secret)
    {
        // Known by its name or by a part of its ARN, it lacks the six characters that Secrets Manager adds, and that policies are compared with.
        var arn = secret.SecretFullArn ?? $"{secret.SecretArn}-??????";
        Allow([arn], "secretsmanager:GetSecretValue");
        if (secret.SecretFullArn is null)
            Justify("A secret's ARN ends in six characters that its name does not tell.");
        if (secret.EncryptionKey is { } key)
            AllowKey(key, "secretsmanager", new Dictionary<string, object> { ["kms:EncryptionContext:SecretARN"] = arn }, "kms:Decrypt");
        return new SecretsManagerConfigurationProperty { Enabled = true, SecretArn = secret.SecretArn, RoleArn = RoleArn };
    }

    /// <summary>Whether another construct is of the same stack, so that a reference to it is no export.</summary>
    public bool IsInStackOf(Construct other) => Stack.Of(other).Node.Path == Stack.Of(Scope).Node.Path;

    public CloudWatchLoggingOptionsProperty Logging() => LogTo("Delivery");

    public S3DestinationConfigurationProperty Location(S3Location location, string madeBucket = BackupBucket)
    {
        var bucket = location.Bucket ?? MakeBucket(madeBucket);
        return new S3DestinationConfigurationProperty
        {
            BucketArn = AllowBucket(bucket, location.EncryptionKey),
            RoleArn = RoleArn,
            Prefix = location.Prefix,
            ErrorOutputPrefix = location.ErrorPrefix,
            BufferingHints = Hints(location.Buffering),
            CompressionFormat = Format(location.Compression),
            EncryptionConfiguration = Encryption(location.EncryptionKey),
            CloudWatchLoggingOptions = LogTo(madeBucket == BackupBucket ? "Backup" : "Staging"),
        };
    }

    private CloudWatchLoggingOptionsProperty LogTo(string name)
    {
        var stream = new CfnLogStream(
            Scope, $"{name}Log", new CfnLogStreamProps { LogStreamName = name }.With(nameof(CfnLogStreamProps.LogGroupName), logGroupName));
        Allow([Arn("logs", $"log-group:{logGroupName}:log-stream:{name}")], "logs:PutLogEvents");
        return new CloudWatchLoggingOptionsProperty { Enabled = true, LogGroupName = logGroupName, LogStreamName = stream.Ref };
    }

    // Who owns a bucket of a stack without an account of its own is not known before deployment: it is taken for this account's.
    private bool IsElsewhere(IBucket bucket) =>
        Place.AccountOf(bucket) is { } account && !PropsCheck.IsToken(account) && account != Stack.Of(Scope).Account;

    private Bucket MakeBucket(string id)
    {
        var bucket = PrivateBucket.Make(Scope, id);
        NagRule.Suppress(bucket, "AwsSolutions-S1", "Where access logs go, and for how long, is the account's choice: give a bucket that has it.");
        MadeBuckets.Add(bucket);
        return bucket;
    }
}
