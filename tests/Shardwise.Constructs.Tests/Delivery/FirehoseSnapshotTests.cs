using System.Runtime.CompilerServices;
using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests.Delivery;

/// <summary>A template for each destination, source, processor and backup mode. The gates walk over all of them.</summary>
[Collection(CdkFixture.Name)]
public sealed class FirehoseSnapshotTests(CdkFixture cdk)
{
    private static readonly Dictionary<string, Func<Stack, DeliveryParts, FirehoseStreamProps>> Samples = new()
    {
        ["S3"] = (_, parts) => new() { Destination = parts.S3 },
        ["S3 with a name, tags, a key, a time zone and an extension"] = (_, parts) => new()
        {
            StreamName = "clicks-to-lake",
            Tags = new Dictionary<string, string> { ["team"] = "web" },
            Destination = parts.S3 with { EncryptionKey = parts.Key, TimeZone = "Europe/Berlin", FileExtension = ".json.gz" },
        },
        ["S3 with all records backed up"] = (_, parts) => new() { Destination = parts.S3 with { BackupMode = BackupMode.All } },
        ["S3 with a transform"] = (_, parts) => new()
        {
            Destination = parts.S3 with
            {
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = parts.Transform, BufferSizeMb = 0.2, Retries = 0 } },
            },
        },
        ["S3 partitioned by a key of the record"] = (_, parts) => new()
        {
            Destination = parts.Partitioned with { Processing = new RecordProcessing { Splitting = RecordSplitting.Json, AppendNewline = true } },
        },
        ["S3 partitioned by the transform"] = (_, parts) => new()
        {
            Destination = parts.S3 with
            {
                Prefix = "page=!{partitionKeyFromLambda:page}/",
                Partitioning = new DynamicPartitioning(),
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = parts.Transform } },
            },
        },
        ["S3 with records between delimiters"] = (_, parts) => new()
        {
            Destination = parts.S3 with { Processing = new RecordProcessing { Splitting = RecordSplitting.Delimited("####") } },
        },
        ["S3 with log envelopes"] = (_, parts) => new()
        {
            Destination = parts.S3 with { Processing = new RecordProcessing { CloudWatchLogs = LogUnpacking.Envelope } },
        },
        ["S3 with log messages"] = (_, parts) => new()
        {
            Destination = parts.S3 with { Processing = new RecordProcessing { CloudWatchLogs = LogUnpacking.Messages, AppendNewline = true } },
        },
        ["S3 as Parquet"] = (_, parts) => new() { Destination = parts.Converted },
        ["S3 as ORC"] = (_, parts) => new()
        {
            Destination = parts.Converted with
            {
                Conversion = new FormatConversion
                {
                    Schema = new GlueTable("lake", "clicks"),
                    Input = new HiveJsonInput { TimestampFormats = ["millis"] },
                    Output = new OrcOutput { BloomFilterColumns = ["id"], PaddingTolerance = 0.05 },
                },
            },
        },
        ["Redshift"] = (_, parts) => new() { Destination = parts.Redshift },
        ["Redshift with all records backed up"] = (_, parts) => new() { Destination = parts.Redshift with { BackupMode = BackupMode.All } },
        ["OpenSearch"] = (_, parts) => new() { Destination = parts.OpenSearch },
        ["OpenSearch in a VPC with all records backed up"] = (_, parts) => new()
        {
            Destination = parts.OpenSearch with { Vpc = parts.Vpc(), BackupMode = BackupMode.All },
        },
        ["OpenSearch Serverless"] = (_, parts) => new() { Destination = parts.Serverless },
        ["OpenSearch Serverless with all records backed up"] = (_, parts) => new()
        {
            Destination = parts.Serverless with { BackupMode = BackupMode.All },
        },
        ["Splunk"] = (_, parts) => new()
        {
            Destination = parts.Splunk with { Processing = new RecordProcessing { Transform = new LambdaTransform { Function = parts.Transform } } },
        },
        ["Splunk with all records backed up"] = (_, parts) => new() { Destination = parts.Splunk with { BackupMode = BackupMode.All } },
        ["HTTP"] = (_, parts) => new()
        {
            Destination = parts.Http with { Name = "collector", Attributes = new Dictionary<string, string> { ["team"] = "web" } },
        },
        ["HTTP with all records backed up"] = (_, parts) => new() { Destination = parts.Http with { BackupMode = BackupMode.All } },
        ["Datadog"] = (_, parts) => new() { Destination = parts.Datadog },
        ["Snowflake"] = (_, parts) => new() { Destination = parts.Snowflake },
        ["Snowflake with all records backed up"] = (_, parts) => new()
        {
            Destination = parts.Snowflake with
            {
                BackupMode = BackupMode.All,
                Loading = SnowflakeLoading.ContentAndMetadata,
                ContentColumn = "CONTENT",
                MetadataColumn = "META",
                Role = "LOADER",
            },
        },
        ["Iceberg"] = (_, parts) => new() { Destination = parts.Iceberg },
        ["Iceberg from a database"] = (_, parts) => new()
        {
            Source = parts.Database with
            {
                Tables = new DatabasePatterns { Include = ["shop.public.*"], Exclude = ["shop.public.sessions"] },
                Columns = new DatabasePatterns { Exclude = ["shop.public.customers.card"] },
                SurrogateKeys = ["shop.public.visits:id"],
            },
            Destination = parts.Iceberg with { CreateTables = true },
        },
        ["Iceberg in S3 Tables"] = (_, parts) => new()
        {
            Destination = new IcebergDestination
            {
                CatalogArn = "arn:aws:glue:eu-west-1:111122223333:catalog/s3tablescatalog/lake",
                Tables = [new IcebergTable("web", "clicks")],
                AppendOnly = true,
            },
        },
        ["Iceberg with tables that the service makes"] = (_, parts) => new()
        {
            Destination = parts.Iceberg with
            {
                CatalogArn = "arn:aws:glue:eu-west-1:444455556666:catalog",
                CreateTables = true,
                EvolveSchema = true,
                Tables =
                [
                    new IcebergTable("lake", "pages"), new IcebergTable("lake", "clicks") { UniqueKeys = ["id"], PartitionBy = ["day", "country"] },
                ],
            },
        },
        ["OpenSearch of another account"] = (_, parts) => new()
        {
            Destination = parts.OpenSearch with { ClusterEndpoint = "https://search-clicks-abc123.eu-west-1.es.amazonaws.com" },
        },
        ["S3 as Parquet by a table of another account and region"] = (_, parts) => new()
        {
            Destination = parts.S3 with
            {
                Conversion = new FormatConversion { Schema = new GlueTable("lake", "clicks") { CatalogId = "444455556666", Region = "us-east-1" } },
            },
        },
        ["from puts encrypted with a key"] = (_, parts) => new()
        {
            Source = new DirectPutSource { EncryptionKey = parts.Key },
            Destination = parts.S3,
        },
        ["from a Kinesis stream"] = (_, parts) => new() { Source = parts.Kinesis, Destination = parts.S3 },
        ["from a Kinesis stream with a key"] = (stack, parts) => new()
        {
            Source = new KinesisSource { Stream = new DataStream(stack, "Clicks", new DataStreamProps { EncryptionKey = parts.Key }).Stream },
            Destination = parts.S3,
        },
        ["from MSK"] = (_, parts) => new()
        {
            Source = parts.Msk with { ReadFrom = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero) },
            Destination = parts.S3,
        },
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    // Shouldly looks for this method among its callers, where it no longer is once its last call has been compiled into a jump, after some thirty cases.
    [MethodImpl(MethodImplOptions.NoOptimization)]
    [Theory]
    [MemberData(nameof(Names))]
    public void A_delivery_stream_looks_as_approved(string name)
    {
        var stack = cdk.NewStack();
        _ = new FirehoseStream(stack, "Delivery", Samples[name](stack, new DeliveryParts(stack)));

        CdkFixture.Synthesize(stack).Snapshot()
            .ShouldMatchApproved(options => options.WithDiscriminator(name.Replace(' ', '-')).WithFileExtension(".json").SubFolder("Approved")
                .NoDiff());
    }
}
