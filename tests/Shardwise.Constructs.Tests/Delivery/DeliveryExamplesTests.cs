using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
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
                Prefix = "customer=!{partitionKeyFromQuery:customer}/!{timestamp:yyyy/MM/dd}/",
                Partitioning = new DynamicPartitioning { Queries = new Dictionary<string, string> { ["customer"] = ".customer.id" } },
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

        var template = CdkFixture.Synthesize(stack);
        template.Resources("AWS::KinesisFirehose::DeliveryStream").Count.ShouldBe(11);
        return template;
    }

    [Fact]
    public void The_documentation_shows_these_very_lines() =>
        Documentation.ExamplesShouldStandIn("delivery.md", Path.Combine("Delivery", "DeliveryExamplesTests.cs"), 11);
}
