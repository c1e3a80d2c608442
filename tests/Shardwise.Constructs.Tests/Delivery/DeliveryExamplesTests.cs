using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.OpenSearchService;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests.Delivery;

/// <summary>The examples of docs/delivery.md. They are the same lines there and here, which a test sees to.</summary>
[Collection(CdkFixture.Name)]
public sealed class DeliveryExamplesTests(CdkFixture cdk)
{
    [Fact]
    public void Every_example_of_the_documentation_is_synthesized() => Should.NotThrow(() => cdk.Example(Synthesized));

    // The gates walk over this template too.
    internal static SynthesizedTemplate Synthesized(CdkFixture cdk)
    {
        var stack = cdk.NewStack();
        var parts = new DeliveryParts(stack);
        var clicks = new DataStream(stack, "Clicks");
        var bucket = parts.Bucket;
        var secret = parts.Secret("partner");
        var domain = parts.OpenSearch.Domain;
        var producer = new User(stack, "Producer");
        var logGroup = LogGroup.FromLogGroupName(stack, "WebLogs", "web");
        var clusterArn = parts.Msk.ClusterArn;
        var published = cdk.Published("Clean");
        var key = parts.Key;
        var theirKey = Key.FromKeyArn(stack, "TheirKey", "arn:aws:kms:us-east-1:444455556666:key/0a1b2c3d-0000-0000-0000-000000000000");
        // What the other account has, in a stack of its own.
        var theirLake = new Bucket(new Stack(stack.Node.Root as Amazon.CDK.App, "Other"), "Lake", new BucketProps { Encryption = BucketEncryption.KMS });

        _ = new FirehoseStream(stack, "ToS3", new FirehoseStreamProps
        {
            Source = new KinesisSource { Stream = clicks.Stream },
            Destination = new S3Destination
            {
                Bucket = bucket,
                Conversion = new FormatConversion { Schema = new GlueTable("lake", "clicks"), Output = new ParquetOutput() },
                BackupMode = BackupMode.All,
            },
        });

        _ = new FirehoseStream(stack, "ByCustomer", new FirehoseStreamProps
        {
            Destination = new S3Destination
            {
                Bucket = bucket,
                Prefix = "customer=!{partitionKeyFromQuery:customer-id}/kind=!{partitionKeyFromQuery:kind}/!{timestamp:yyyy/MM/dd}/",
                Partitioning = new DynamicPartitioning
                {
                    Queries = new Dictionary<string, string>
                    {
                        ["customer-id"] = ".customer.id // \"none\"",
                        ["kind"] = "if .test then \"test\" else .kind end",
                    },
                },
                Processing = new RecordProcessing { Splitting = RecordSplitting.Json, AppendNewline = true },
            },
        });

        _ = new FirehoseStream(stack, "ToRedshift", new FirehoseStreamProps
        {
            Destination = new RedshiftDestination
            {
                JdbcUrl = "jdbc:redshift://web.abc123.eu-west-1.redshift.amazonaws.com:5439/web",
                Table = "clicks",
                Credentials = secret,
            },
        });

        _ = new FirehoseStream(stack, "ToOpenSearch", new FirehoseStreamProps
        {
            Destination = new OpenSearchDestination { Domain = domain, Index = "clicks", Rotation = IndexRotation.OneDay },
        });

        var delivery = new FirehoseStream(stack, "ToServerless", new FirehoseStreamProps
        {
            Destination = new OpenSearchServerlessDestination
            {
                CollectionArn = "arn:aws:aoss:eu-west-1:111122223333:collection/abc123",
                CollectionEndpoint = "https://abc123.eu-west-1.aoss.amazonaws.com",
                Index = "clicks",
            },
        });
        _ = new CfnOutput(stack, "LetWrite", new CfnOutputProps { Value = delivery.Role.RoleArn });

        var toSplunk = new FirehoseStream(stack, "ToSplunk", new FirehoseStreamProps
        {
            Destination = new SplunkDestination
            {
                Url = "https://http-inputs-firehose-web.splunkcloud.com:443",
                Token = secret,
                Processing = new RecordProcessing { CloudWatchLogs = LogUnpacking.Messages },
            },
        });
        toSplunk.SubscribeLogs("Web", logGroup);

        var toHttp = new FirehoseStream(stack, "ToHttp", new FirehoseStreamProps
        {
            Destination = new HttpDestination { Url = "https://collector.example.com/clicks", AccessKey = secret },
        });
        toHttp.GrantPut(producer);

        _ = new FirehoseStream(stack, "ToDatadog", new FirehoseStreamProps
        {
            Destination = HttpDestination.Datadog(DatadogEndpoint.LogsEu, secret),
        });

        _ = new FirehoseStream(stack, "ToSnowflake", new FirehoseStreamProps
        {
            Destination = new SnowflakeDestination
            {
                AccountUrl = "https://example.eu-west-1.snowflakecomputing.com",
                Database = "WEB",
                Schema = "PUBLIC",
                Table = "CLICKS",
                Credentials = secret,
            },
        });

        _ = new FirehoseStream(stack, "ToIceberg", new FirehoseStreamProps
        {
            Source = new MskSource { ClusterArn = clusterArn, Topic = "clicks" },
            Destination = new IcebergDestination { Warehouse = bucket, Tables = [new IcebergTable("lake", "clicks") { UniqueKeys = ["id"] }] },
        });

        _ = new FirehoseStream(stack, "ToS3Tables", new FirehoseStreamProps
        {
            Destination = new IcebergDestination
            {
                CatalogArn = $"arn:aws:glue:{stack.Region}:{stack.Account}:catalog/s3tablescatalog/lake",
                Tables = [new IcebergTable("web", "clicks")],
                AppendOnly = true,
            },
        });

        var transform = new TransformFunction(stack, "Clean", new TransformFunctionProps
        {
            AssetDirectory = published,
            Handler = "Clean::Clean.Function::Handle",
        });
        _ = new FirehoseStream(stack, "Cleaned", new FirehoseStreamProps
        {
            Destination = new S3Destination
            {
                Bucket = bucket,
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = transform.Function, BufferSizeMb = 0.5 } },
            },
        });

        var bySealed = new FirehoseStream(stack, "Sealed", new FirehoseStreamProps
        {
            Source = new DirectPutSource { EncryptionKey = key },
            Destination = new S3Destination { Bucket = bucket, EncryptionKey = key },
        });
        bySealed.GrantPut(producer);
        FirehoseStream.FromArn("arn:aws:firehose:eu-west-1:111122223333:deliverystream/clicks", key).GrantPut(producer);

        var across = new FirehoseStream(stack, "Across", new FirehoseStreamProps
        {
            Destination = new S3Destination
            {
                Bucket = Bucket.FromBucketAttributes(stack, "Theirs", new BucketAttributes
                {
                    BucketName = "their-lake",
                    Account = "444455556666",
                    Region = "us-east-1",
                    EncryptionKey = theirKey,
                }),
            },
        });
        _ = new CfnOutput(stack, "TheirLakeIsWrittenBy", new CfnOutputProps { Value = across.Role.RoleArn });

        var writer = new ArnPrincipal("arn:aws:iam::111122223333:role/Delivery-AcrossRole");
        theirLake.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [writer],
            Actions = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
            Resources = [theirLake.BucketArn],
        }));
        theirLake.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [writer],
            Actions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"],
            Resources = [theirLake.ArnForObjects("*")],
        }));
        theirLake.EncryptionKey!.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [writer],
            Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
            Resources = ["*"],
            Conditions = new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["kms:ViaService"] = "s3.us-east-1.amazonaws.com" },
            },
        }));

        var template = CdkFixture.Synthesize(stack);
        template.Resources("AWS::KinesisFirehose::DeliveryStream").Count.ShouldBe(14);
        return template;
    }

    [Fact]
    public void The_documentation_shows_these_very_lines() =>
        Documentation.ExamplesShouldStandIn("delivery.md", Path.Combine("Delivery", "DeliveryExamplesTests.cs"), 15);
}
