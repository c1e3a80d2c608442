using Amazon.CDK;
using Amazon.CDK.AWS.CloudTrail;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.S3;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.CloudTrail.CfnTrail;

namespace Shardwise.Constructs.Network;

/// <summary>
/// Who read and wrote which records of which stream, when and from where: a trail of CloudTrail data events, which no account has by default.
/// </summary>
public sealed class StreamAudit : Construct
{
    /// <summary>Makes the trail and, when none is given, its bucket.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range. The message names all of them.</exception>
    public StreamAudit(Construct scope, string id, StreamAuditProps props)
        : base(scope, props.Validate(id))
    {
        var name = props.TrailName ?? Names.UniqueResourceName(this, new UniqueResourceNameOptions { MaxLength = 100, Separator = "-" });
        var trailArn = Stack.Of(this).FormatArn(new ArnComponents { Service = "cloudtrail", Resource = "trail", ResourceName = name });
        Bucket = props.Bucket ?? MakeBucket(trailArn);
        var arns = props.Streams.Select(stream => stream.StreamArn).ToArray();
        Trail = new CfnTrail(this, "Trail", new CfnTrailProps
        {
            TrailName = name,
            IsLogging = true,
            EnableLogFileValidation = true,
            IsMultiRegionTrail = false,
            IncludeGlobalServiceEvents = false,
            AdvancedEventSelectors = new object[]
            {
                Selector(
                    "Calls on the streams", "AWS::Kinesis::Stream", props.Calls,
                    new AdvancedFieldSelectorProperty { Field = "resources.ARN", EqualTo = arns }),
                Selector(
                    "Calls on the streams' consumers", "AWS::Kinesis::StreamConsumer", props.Calls,
                    new AdvancedFieldSelectorProperty { Field = "resources.ARN", StartsWith = arns.Select(arn => $"{arn}/consumer/").ToArray() }),
            },
        }
        .With(nameof(CfnTrailProps.S3BucketName), Bucket.BucketName)
        .With(nameof(CfnTrailProps.KmsKeyId), props.EncryptionKey?.KeyArn));
        // CloudTrail tries to write when the trail is created.
        if (Bucket.Policy is { } policy)
            Trail.Node.AddDependency(policy);
        ConstructTag.Add(this, nameof(StreamAudit));
    }

    /// <summary>The trail.</summary>
    public CfnTrail Trail { get; }

    /// <summary>The bucket that takes the records.</summary>
    public IBucket Bucket { get; }

    private static AdvancedEventSelectorProperty Selector(string name, string type, AuditedCalls calls, AdvancedFieldSelectorProperty arns)
    {
        List<object> fields =
        [
            new AdvancedFieldSelectorProperty { Field = "eventCategory", EqualTo = ["Data"] },
            new AdvancedFieldSelectorProperty { Field = "resources.type", EqualTo = [type] },
            arns,
        ];
        if (calls != AuditedCalls.All)
            fields.Add(new AdvancedFieldSelectorProperty { Field = "readOnly", EqualTo = [calls == AuditedCalls.Reads ? "true" : "false"] });
        return new AdvancedEventSelectorProperty { Name = name, FieldSelectors = fields.ToArray() };
    }

    private Bucket MakeBucket(string trailArn)
    {
        var bucket = PrivateBucket.Make(this, "Bucket");
        NagRule.Suppress(
            bucket, "AwsSolutions-S1",
            "It holds a log itself; where the log of a log goes is the account's choice: give a bucket that has it.");
        var service = new ServicePrincipal("cloudtrail.amazonaws.com");
        var source = new Dictionary<string, object> { ["aws:SourceArn"] = trailArn };
        bucket.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [service],
            Actions = ["s3:GetBucketAcl"],
            Resources = [bucket.BucketArn],
            Conditions = new Dictionary<string, object> { ["StringEquals"] = source },
        }));
        bucket.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [service],
            Actions = ["s3:PutObject"],
            Resources = [bucket.ArnForObjects($"AWSLogs/{Aws.ACCOUNT_ID}/*")],
            Conditions = new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object>(source) { ["s3:x-amz-acl"] = "bucket-owner-full-control" },
            },
        }));
        return bucket;
    }
}
