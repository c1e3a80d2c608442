using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.OpenSearchService;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SecretsManager;
using Shardwise.Constructs.Delivery;
using KinesisStream = Amazon.CDK.AWS.Kinesis.Stream;

namespace Shardwise.Constructs.Tests.Delivery;

/// <summary>What delivery streams are made of in the tests: all of it made elsewhere, so that a template holds the delivery stream alone.</summary>
internal sealed class DeliveryParts(Stack stack)
{
    private const string Here = "eu-west-1:111122223333";

    public IBucket Bucket => Bucket_.Value;

    public IKey Key => Key_.Value;

    public IFunction Transform => Transform_.Value;

    public S3Destination S3 => new() { Bucket = Bucket };

    public S3Destination Partitioned => S3 with
    {
        Prefix = "customer=!{partitionKeyFromQuery:customer}/!{timestamp:yyyy/MM/dd}/",
        Partitioning = new DynamicPartitioning { Queries = new Dictionary<string, string> { ["customer"] = ".customer.id" } },
    };

    public S3Destination Converted => S3 with { Conversion = new FormatConversion { Schema = new GlueTable("lake", "clicks") } };

    public RedshiftDestination Redshift => new()
    {
        JdbcUrl = "jdbc:redshift://clicks.abc123.eu-west-1.redshift.amazonaws.com:5439/web",
        Table = "clicks",
        Credentials = Secret("redshift"),
        Columns = ["id", "page"],
    };

    public OpenSearchDestination OpenSearch => new()
    {
        Domain = Domain.FromDomainAttributes(stack, Id("Domain"), new DomainAttributes
        {
            DomainArn = $"arn:aws:es:{Here}:domain/clicks",
            DomainEndpoint = "https://clicks.eu-west-1.es.amazonaws.com",
        }),
        Index = "clicks",
    };

    public OpenSearchServerlessDestination Serverless => new()
    {
        CollectionArn = $"arn:aws:aoss:{Here}:collection/abc123",
        CollectionEndpoint = "https://abc123.eu-west-1.aoss.amazonaws.com",
        Index = "clicks",
    };

    public SplunkDestination Splunk => new() { Url = "https://http-inputs-firehose-web.splunkcloud.com:443", Token = Secret("splunk") };

    public HttpDestination Http => new() { Url = "https://collector.example.com/clicks", AccessKey = Secret("collector") };

    public HttpDestination Datadog => HttpDestination.Datadog(DatadogEndpoint.LogsEu, Secret("datadog"));

    public SnowflakeDestination Snowflake => new()
    {
        AccountUrl = "https://example.eu-west-1.snowflakecomputing.com",
        Database = "WEB",
        Schema = "PUBLIC",
        Table = "CLICKS",
        Credentials = Secret("snowflake"),
    };

    public IcebergDestination Iceberg => new() { Warehouse = Bucket, Tables = [new IcebergTable("lake", "clicks") { UniqueKeys = ["id"] }] };

    public KinesisSource Kinesis => new() { Stream = KinesisStream.FromStreamArn(stack, Id("Stream"), $"arn:aws:kinesis:{Here}:stream/clicks") };

    public MskSource Msk => new()
    {
        ClusterArn = $"arn:aws:kafka:{Here}:cluster/web/0a1b2c3d-1111-2222-3333-444455556666-7",
        Topic = "clicks",
    };

    public DatabaseSource Database => new()
    {
        Engine = DatabaseEngine.PostgreSql,
        Endpoint = "shop.abc123.eu-west-1.rds.amazonaws.com",
        EndpointServiceName = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
        Credentials = Secret("shop"),
        Databases = new DatabasePatterns { Include = ["shop"] },
        Tables = new DatabasePatterns { Include = ["shop.public.orders"] },
        SnapshotWatermarkTable = "shop.public.firehose_watermark",
    };

    public VpcDelivery Vpc(int subnets = 2, int groups = 1) => new()
    {
        Subnets = [.. Enumerable.Range(1, subnets).Select(n => Subnet.FromSubnetId(stack, Id("Subnet"), $"subnet-0000000{n}"))],
        SecurityGroups = [.. Enumerable.Range(1, groups).Select(n => SecurityGroup.FromSecurityGroupId(stack, Id("Group"), $"sg-0000000{n}"))],
    };

    public ISecret Secret(string name) =>
        Amazon.CDK.AWS.SecretsManager.Secret.FromSecretCompleteArn(stack, Id("Secret"), $"arn:aws:secretsmanager:{Here}:secret:{name}-AbCdEf");

    private Lazy<IBucket> Bucket_ { get; } = new(() => Amazon.CDK.AWS.S3.Bucket.FromBucketName(stack, "Lake", "example-lake"));

    private Lazy<IKey> Key_ { get; } =
        new(() => Amazon.CDK.AWS.KMS.Key.FromKeyArn(stack, "Key", $"arn:aws:kms:{Here}:key/0a1b2c3d-1111-2222-3333-444455556666"));

    private Lazy<IFunction> Transform_ { get; } =
        new(() => Function.FromFunctionArn(stack, "Transform", $"arn:aws:lambda:{Here}:function:clean:7"));

    private int count;

    private string Id(string name) => $"{name}{++count}";
}
