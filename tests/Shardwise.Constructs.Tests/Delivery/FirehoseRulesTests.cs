using Amazon.CDK;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Delivery;

/// <summary>Every rule of the service at its edges: the last value that is allowed, and the first that is refused, with the whole message.</summary>
[Collection(CdkFixture.Name)]
public sealed class FirehoseRulesTests(CdkFixture cdk)
{
    private const string Seconds900 = "whole seconds, from 0 s to 900 s";
    private const string Seconds7200 = "whole seconds, from 0 s to 7,200 s";
    private const string Catalog = "arn:aws:glue:eu-west-1:444455556666:catalog";
    private const string Expressions =
        "the expressions !{timestamp:...}, !{firehose:random-string}, !{firehose:error-output-type}, !{partitionKeyFromQuery:...} and "
        + "!{partitionKeyFromLambda:...}";

    private const string EndpointServices = "the name of a VPC endpoint service, com.amazonaws.vpce.REGION.vpce-svc-ID";

    private static readonly Rule[] Rules =
    [
        FromDatabase("the destination of a database", source => source, source => source,
            "Destination is S3Destination; allowed: IcebergDestination, since Source is DatabaseSource, whose changes nothing else takes.",
            refusedTo: p => p.S3),
        FromDatabase("a database's host", source => source with { Endpoint = new string('h', 255) }, source => source with { Endpoint = " " },
            "Source.Endpoint is ' '; allowed: 1 to 255 characters."),
        FromDatabase("a database's port", source => source with { Port = 65_535 }, source => source with { Port = 65_536 },
            "Source.Port is 65,536; allowed: a whole number from 0 to 65,535."),
        FromDatabase("an endpoint service", source => source with { EndpointServiceName = "com.amazonaws.vpce.us-gov-west-1.vpce-svc-0123456789abcdef0" },
            source => source with { EndpointServiceName = "vpce-svc-0123456789abcdef0" },
            $"Source.EndpointServiceName is 'vpce-svc-0123456789abcdef0'; allowed: {EndpointServices}."),
        FromDatabase("the databases", source => source with { Databases = new() { Include = [new string('d', 64)] } },
            source => source with { Databases = new() { Include = [new string('d', 65)] } },
            $"Source.Databases.Include is '{new string('d', 65)}'; allowed: 1 to 64 characters."),
        FromDatabase("the tables", source => source with { Tables = new() { Exclude = ["shop.sessions"] } }, source => source with { Tables = new() },
            "Source.Tables is without a pattern; allowed: at least one in Include or Exclude, such as *."),
        FromDatabase("the columns", source => source with { Columns = new() { Include = ["shop.orders.id"] } },
            source => source with { Columns = new() { Exclude = [""] } }, "Source.Columns.Exclude is ''; allowed: 1 to 194 characters."),
        FromDatabase("the watermark table", source => source with { SnapshotWatermarkTable = "w" },
            source => source with { SnapshotWatermarkTable = "" }, "Source.SnapshotWatermarkTable is ''; allowed: 1 to 129 characters."),
        FromDatabase("a surrogate key", source => source with { SurrogateKeys = ["shop.visits:id"] },
            source => source with { SurrogateKeys = ["shop visits"] },
            "Source.SurrogateKeys is 'shop visits'; allowed: 1 to 1,024 characters without white space."),
        new("a name's length", p => Named(new string('n', 64)), p => Named(new string('n', 65)),
            $"StreamName is '{new string('n', 65)}'; allowed: 1 to 64 of a-z A-Z 0-9 _ . -."),
        new("a name's least length", p => Named("n"), p => Named(""), "StreamName is ''; allowed: 1 to 64 of a-z A-Z 0-9 _ . -."),
        new("a name's characters", p => Named("a_B.9-"), p => Named("a b"), "StreamName is 'a b'; allowed: 1 to 64 of a-z A-Z 0-9 _ . -."),
        new("tags", p => Tagged(p, 49), p => Tagged(p, 50), "Tags is 50 tags; allowed: at most 49."),

        .. Buffer("S3", 128, 900, (p, b) => p.S3 with { Buffering = b }, "Destination.Buffering"),
        .. Buffer("the backup", 128, 900, (p, b) => p.Http with { Backup = new S3Location { Buffering = b } }, "Destination.Backup.Buffering"),
        .. Buffer("Redshift", 128, 900, (p, b) => p.Redshift with { Staging = p.Redshift.Staging with { Buffering = b } },
            "Destination.Staging.Buffering"),
        .. Buffer("OpenSearch", 100, 900, (p, b) => p.OpenSearch with { Buffering = b }, "Destination.Buffering"),
        .. Buffer("OpenSearch Serverless", 100, 900, (p, b) => p.Serverless with { Buffering = b }, "Destination.Buffering"),
        .. Buffer("Splunk", 5, 60, (p, b) => p.Splunk with { Buffering = b }, "Destination.Buffering"),
        .. Buffer("HTTP", 64, 900, (p, b) => p.Http with { Buffering = b }, "Destination.Buffering"),
        .. Buffer("Snowflake", 128, 900, (p, b) => p.Snowflake with { Buffering = b }, "Destination.Buffering"),
        .. Buffer("Iceberg", 128, 900, (p, b) => p.Iceberg with { Buffering = b }, "Destination.Buffering"),
        Buffered("the size under partitioning", (64, 300), (63, 300), (p, b) => p.Partitioned with { Buffering = b },
            "Destination.Buffering.SizeMiB is 63; allowed: a whole number from 64 to 128, since Partitioning is on."),
        Buffered("the size under conversion", (64, 0), (63, 0), (p, b) => p.Converted with { Buffering = b },
            "Destination.Buffering.SizeMiB is 63; allowed: a whole number from 64 to 128, since Conversion is on."),
        Buffered("the interval under partitioning", (64, 60), (64, 59), (p, b) => p.Partitioned with { Buffering = b },
            "Destination.Buffering.Interval is 59 s; allowed: whole seconds, from 60 s to 900 s, since Partitioning is on."),

        .. Retry("Redshift", (p, t) => p.Redshift with { RetryFor = t }),
        .. Retry("OpenSearch", (p, t) => p.OpenSearch with { RetryFor = t }),
        .. Retry("OpenSearch Serverless", (p, t) => p.Serverless with { RetryFor = t }),
        .. Retry("Splunk", (p, t) => p.Splunk with { RetryFor = t }),
        .. Retry("HTTP", (p, t) => p.Http with { RetryFor = t }),
        .. Retry("Snowflake", (p, t) => p.Snowflake with { RetryFor = t }),
        .. Retry("Iceberg", (p, t) => p.Iceberg with { RetryFor = t }),
        .. Retry("partitioning", (p, t) => p.Partitioned with { Partitioning = p.Partitioned.Partitioning! with { RetryFor = t } },
            "Partitioning.RetryFor"),
        new("Splunk's least acknowledgment", p => p.Splunk with { AcknowledgmentTimeout = S(180) },
            p => p.Splunk with { AcknowledgmentTimeout = S(179) },
            "Destination.AcknowledgmentTimeout is 179 s; allowed: whole seconds, from 180 s to 600 s."),
        new("Splunk's greatest acknowledgment", p => p.Splunk with { AcknowledgmentTimeout = S(600) },
            p => p.Splunk with { AcknowledgmentTimeout = S(601) },
            "Destination.AcknowledgmentTimeout is 601 s; allowed: whole seconds, from 180 s to 600 s."),

        Mode("S3", p => p.S3 with { BackupMode = BackupMode.All }, p => p.S3 with { BackupMode = BackupMode.Failed }, "Failed", "None or All"),
        Mode("Redshift", p => p.Redshift, p => p.Redshift with { BackupMode = BackupMode.Failed }, "Failed", "None or All"),
        Mode("OpenSearch", p => p.OpenSearch, p => p.OpenSearch with { BackupMode = BackupMode.None }, "None", "Failed or All"),
        Mode("OpenSearch Serverless", p => p.Serverless, p => p.Serverless with { BackupMode = BackupMode.None }, "None", "Failed or All"),
        Mode("Splunk", p => p.Splunk, p => p.Splunk with { BackupMode = BackupMode.None }, "None", "Failed or All"),
        Mode("HTTP", p => p.Http, p => p.Http with { BackupMode = BackupMode.None }, "None", "Failed or All"),
        Mode("Snowflake", p => p.Snowflake, p => p.Snowflake with { BackupMode = BackupMode.None }, "None", "Failed or All"),
        Mode("Iceberg", p => p.Iceberg, p => p.Iceberg with { BackupMode = BackupMode.All }, "All", "Failed"),

        new("the transform's least buffer", p => Transformed(p, t => t with { BufferSizeMb = 0.2 }),
            p => Transformed(p, t => t with { BufferSizeMb = 0.19 }),
            "Destination.Processing.Transform.BufferSizeMb is 0.19; allowed: 0.2 to 3."),
        new("the transform's greatest buffer", p => Transformed(p, t => t with { BufferSizeMb = 3 }),
            p => Transformed(p, t => t with { BufferSizeMb = 3.01 }),
            "Destination.Processing.Transform.BufferSizeMb is 3.01; allowed: 0.2 to 3."),
        new("the transform's interval", p => Transformed(p, t => t with { BufferInterval = S(900) }),
            p => Transformed(p, t => t with { BufferInterval = S(901) }),
            $"Destination.Processing.Transform.BufferInterval is 901 s; allowed: {Seconds900}."),
        new("the transform's least retries", p => Transformed(p, t => t with { Retries = 0 }), p => Transformed(p, t => t with { Retries = -1 }),
            "Destination.Processing.Transform.Retries is -1; allowed: a whole number from 0 to 300."),
        new("the transform's greatest retries", p => Transformed(p, t => t with { Retries = 300 }),
            p => Transformed(p, t => t with { Retries = 301 }),
            "Destination.Processing.Transform.Retries is 301; allowed: a whole number from 0 to 300."),
        new("a delimiter's least length", p => Split(p, "#"), p => Split(p, ""),
            "Destination.Processing.Splitting delimiter is 0 characters long in base64; allowed: 1 to 5,120 characters in base64."),
        new("a delimiter's length", p => Split(p, new string('#', 3840)), p => Split(p, new string('#', 3841)),
            "Destination.Processing.Splitting delimiter is 5124 characters long in base64; allowed: 1 to 5,120 characters in base64."),

        new("a prefix's length", p => p.S3 with { Prefix = new string('p', 1024) }, p => p.S3 with { Prefix = new string('p', 1025) },
            $"Destination.Prefix is '{new string('p', 100)}... (1025 characters)'; allowed: at most 1024 characters."),
        new("an error prefix's length", p => p.S3 with { Prefix = "p/", ErrorPrefix = new string('e', 1024) },
            p => p.S3 with { Prefix = "p/", ErrorPrefix = new string('e', 1025) },
            $"Destination.ErrorPrefix is '{new string('e', 100)}... (1025 characters)'; allowed: at most 1024 characters."),
        new("the namespaces", p => p.S3 with { Prefix = "!{timestamp:yyyy}/!{firehose:random-string}/" }, p => p.S3 with { Prefix = "!{time:yyyy}/" },
            $"Destination.Prefix is '!{{time:yyyy}}/'; allowed: {Expressions}."),
        new("an expression's form", p => p.S3 with { Prefix = "!{timestamp:yyyy}/" }, p => p.S3 with { Prefix = "!{timestamp/" },
            "Destination.Prefix is '!{timestamp/'; allowed: expressions of the form !{namespace:value}."),
        new("the firehose namespace", p => p.S3 with { Prefix = "!{firehose:random-string}/" }, p => p.S3 with { Prefix = "!{firehose:random}/" },
            $"Destination.Prefix is '!{{firehose:random}}/'; allowed: {Expressions}."),
        new("the error type's place", p => p.S3 with { ErrorPrefix = "!{firehose:error-output-type}/" },
            p => p.S3 with { Prefix = "!{firehose:error-output-type}/" },
            "Destination.Prefix is '!{firehose:error-output-type}/'; allowed: no !{firehose:error-output-type}, which belongs in "
            + "Destination.ErrorPrefix."),
        new("an error prefix beside an expression", p => p.S3 with { Prefix = "data/", ErrorPrefix = "" },
            p => p.S3 with { Prefix = "!{timestamp:yyyy}/", ErrorPrefix = "" },
            "Destination.ErrorPrefix is ''; allowed: a prefix with !{firehose:error-output-type}, since it or the prefix beside it holds an "
            + "expression."),
        new("an error prefix with an expression", p => p.S3 with { ErrorPrefix = "!{firehose:error-output-type}/!{timestamp:yyyy}/" },
            p => p.S3 with { ErrorPrefix = "!{timestamp:yyyy}/" },
            "Destination.ErrorPrefix is '!{timestamp:yyyy}/'; allowed: a prefix with !{firehose:error-output-type}, since it or the prefix beside "
            + "it holds an expression."),
        new("partition keys in an error prefix", p => p.Partitioned,
            p => p.Partitioned with { ErrorPrefix = "!{firehose:error-output-type}/!{partitionKeyFromQuery:customer}/" },
            "Destination.ErrorPrefix is '!{firehose:error-output-type}/!{partitionKeyFromQuery:customer}/'; allowed: no partition keys, which a "
            + "record that failed does not have."),
        new("partition keys without partitioning", p => p.Partitioned, p => p.Partitioned with { Partitioning = null },
            "Destination.Prefix is 'customer=!{partitionKeyFromQuery:customer}/!{timestamp:yyyy/MM/dd}/'; allowed: no partition keys, since there "
            + "is no dynamic partitioning."),
        new("partitioning without partition keys", p => p.Partitioned,
            p => p.S3 with { Prefix = "p/", Partitioning = new(), Processing = new() { Transform = new() { Function = p.Transform } } },
            "Destination.Prefix is 'p/'; allowed: a prefix that uses a partition key, since Partitioning is on."),
        new("a key that no prefix uses", p => p.Partitioned, p => Queries(p, ("customer", ".customer.id"), ("page", ".page")),
            "Destination.Partitioning.Queries['page'] is not used; allowed: a key that the prefix uses as !{partitionKeyFromQuery:page}."),
        new("a key that no query gives", p => p.Partitioned,
            p => p.Partitioned with { Prefix = "!{partitionKeyFromQuery:customer}/!{partitionKeyFromQuery:page}/" },
            "Destination.Prefix is '!{partitionKeyFromQuery:customer}/!{partitionKeyFromQuery:page}/'; allowed: only keys of Partitioning.Queries, "
            + "and 'page' is none."),
        new("a key of a transform that is not there", p => p.Partitioned,
            p => p.Partitioned with { Prefix = "!{partitionKeyFromQuery:customer}/!{partitionKeyFromLambda:page}/" },
            "Destination.Prefix is '!{partitionKeyFromQuery:customer}/!{partitionKeyFromLambda:page}/'; allowed: no !{partitionKeyFromLambda:...}, "
            + "since there is no Processing.Transform."),
        new("the length of the query", p => Queries(p, ("customer", $".{new string('c', 5104)}")),
            p => Queries(p, ("customer", $".{new string('c', 5105)}")),
            "Destination.Partitioning.Queries is 5,121 characters long; allowed: at most 5,120 characters in all."),
        new("an extension's dot", p => p.S3 with { FileExtension = ".json" }, p => p.S3 with { FileExtension = "json" },
            "Destination.FileExtension is 'json'; allowed: a dot, then 0-9 a-z ! - _ . * ' ( ), at most 128 characters."),
        new("an extension's characters", p => p.S3 with { FileExtension = ".a!-_.*'()9" }, p => p.S3 with { FileExtension = ".JSON" },
            "Destination.FileExtension is '.JSON'; allowed: a dot, then 0-9 a-z ! - _ . * ' ( ), at most 128 characters."),
        new("an extension's length", p => p.S3 with { FileExtension = $".{new string('x', 127)}" },
            p => p.S3 with { FileExtension = $".{new string('x', 128)}" },
            $"Destination.FileExtension is '.{new string('x', 99)}... (129 characters)'; allowed: a dot, then 0-9 a-z ! - _ . * ' ( ), at most 128 "
            + $"characters."),
        new("a time zone", p => p.S3 with { TimeZone = "America/New_York" }, p => p.S3 with { TimeZone = "UTC+1" },
            "Destination.TimeZone is 'UTC+1'; allowed: a time zone's name, of a-z A-Z / _."),
        new("compression under conversion", p => p.Converted with { Compression = DeliveryCompression.None },
            p => p.Converted with { Compression = DeliveryCompression.Gzip },
            "Destination.Compression is Gzip; allowed: None, since Conversion is on: its Output compresses within the file."),
        new("compression of the staging", p => p.Redshift with { Staging = new() { Compression = DeliveryCompression.None } },
            p => p.Redshift with { Staging = new() { Compression = DeliveryCompression.Zip } },
            "Destination.Staging.Compression is Zip; allowed: None or Gzip, which COPY can read."),

        new("Parquet's block", p => As(p, new ParquetOutput { BlockSizeMiB = 64 }), p => As(p, new ParquetOutput { BlockSizeMiB = 63 }),
            "Destination.Conversion.Output.BlockSizeMiB is 63; allowed: a whole number from 64 to 1,024."),
        new("Parquet's page", p => As(p, new ParquetOutput { PageSizeKiB = 64 }), p => As(p, new ParquetOutput { PageSizeKiB = 63 }),
            "Destination.Conversion.Output.PageSizeKiB is 63; allowed: a whole number from 64 to 1,048,576."),
        new("ORC's block", p => As(p, new OrcOutput { BlockSizeMiB = 64 }), p => As(p, new OrcOutput { BlockSizeMiB = 63 }),
            "Destination.Conversion.Output.BlockSizeMiB is 63; allowed: a whole number from 64 to 1,024."),
        new("ORC's stripe", p => As(p, new OrcOutput { StripeSizeMiB = 8 }), p => As(p, new OrcOutput { StripeSizeMiB = 7 }),
            "Destination.Conversion.Output.StripeSizeMiB is 7; allowed: a whole number from 8 to 1,024."),
        new("ORC's stride", p => As(p, new OrcOutput { RowIndexStride = 1000 }), p => As(p, new OrcOutput { RowIndexStride = 999 }),
            "Destination.Conversion.Output.RowIndexStride is 999; allowed: a whole number from 1,000 to 1,000,000."),
        new("ORC's Bloom filter", p => As(p, new OrcOutput { BloomFilterFalsePositives = 1 }),
            p => As(p, new OrcOutput { BloomFilterFalsePositives = 1.01 }),
            "Destination.Conversion.Output.BloomFilterFalsePositives is 1.01; allowed: 0 to 1."),
        new("ORC's dictionary", p => As(p, new OrcOutput { DictionaryKeyThreshold = 1 }),
            p => As(p, new OrcOutput { DictionaryKeyThreshold = -0.01 }),
            "Destination.Conversion.Output.DictionaryKeyThreshold is -0.01; allowed: 0 to 1."),
        new("ORC's padding", p => As(p, new OrcOutput { PaddingTolerance = 1 }), p => As(p, new OrcOutput { PaddingTolerance = 1.01 }),
            "Destination.Conversion.Output.PaddingTolerance is 1.01; allowed: 0 to 1."),
        new("a schema", p => p.Converted, p => p.S3 with { Conversion = new FormatConversion { Schema = new GlueTable("", "clicks") } },
            "Destination.Conversion.Schema.Database is ''; allowed: at least one character."),

        new("HTTP's scheme", p => p.Http with { Url = "https://a.example" }, p => p.Http with { Url = "http://a.example" },
            "Destination.Url is 'http://a.example'; allowed: an address that begins with https://, at most 1,000 characters."),
        new("HTTP's address", p => p.Http with { Url = $"https://a.example/{new string('u', 982)}" },
            p => p.Http with { Url = $"https://a.example/{new string('u', 983)}" },
            $"Destination.Url is 'https://a.example/{new string('u', 82)}... (1001 characters)'; allowed: an address that begins with https://, at "
            + $"most 1,000 characters."),
        new("HTTP's name", p => p.Http with { Name = new string('n', 256) }, p => p.Http with { Name = new string('n', 257) },
            $"Destination.Name is '{new string('n', 100)}... (257 characters)'; allowed: 1 to 256 characters."),
        new("HTTP's attributes", p => p.Http with { Attributes = Many(50) }, p => p.Http with { Attributes = Many(51) },
            "Destination.Attributes is 51 attributes; allowed: at most 50."),
        new("Splunk's address", p => p.Splunk with { Url = "https://a.example:443" }, p => p.Splunk with { Url = "a.example" },
            "Destination.Url is 'a.example'; allowed: an address that begins with https://."),
        new("an OpenSearch index", p => p.OpenSearch with { Index = new string('i', 80) }, p => p.OpenSearch with { Index = new string('i', 81) },
            $"Destination.Index is '{new string('i', 81)}'; allowed: 1 to 80 characters."),
        new("a Serverless index", p => p.Serverless with { Index = new string('i', 80) }, p => p.Serverless with { Index = "" },
            "Destination.Index is ''; allowed: 1 to 80 characters."),
        new("a collection", p => p.Serverless, p => p.Serverless with { CollectionArn = "arn:aws:es:eu-west-1:111122223333:domain/clicks" },
            "Destination.CollectionArn is 'arn:aws:es:eu-west-1:111122223333:domain/clicks'; allowed: an ARN of aoss."),
        new("a collection's endpoint", p => p.Serverless, p => p.Serverless with { CollectionEndpoint = "abc123.eu-west-1.aoss.amazonaws.com" },
            "Destination.CollectionEndpoint is 'abc123.eu-west-1.aoss.amazonaws.com'; allowed: an address that begins with https://."),
        new("subnets", p => p.OpenSearch with { Vpc = p.Vpc(16) }, p => p.OpenSearch with { Vpc = p.Vpc(17) },
            "Destination.Vpc.Subnets is 17 subnets; allowed: 1 to 16."),
        new("security groups", p => p.Serverless with { Vpc = p.Vpc(1, 5) }, p => p.Serverless with { Vpc = p.Vpc(1, 6) },
            "Destination.Vpc.SecurityGroups is 6 security groups; allowed: 1 to 5."),
        new("no subnet", p => p.OpenSearch with { Vpc = p.Vpc(1) }, p => p.OpenSearch with { Vpc = p.Vpc(0) },
            "Destination.Vpc.Subnets is 0 subnets; allowed: 1 to 16."),
        new("Redshift's address",
            p => p.Redshift with { JdbcUrl = "jdbc:redshift://web.111122223333.eu-west-1.redshift-serverless.amazonaws.com:5439/web" },
            p => p.Redshift with { JdbcUrl = "jdbc:mysql://db.example:3306/web" },
            "Destination.JdbcUrl is 'jdbc:mysql://db.example:3306/web'; allowed: jdbc:redshift://HOST:PORT/DATABASE of a Redshift cluster or "
            + "workgroup."),
        new("Redshift's table", p => p.Redshift with { Table = "t" }, p => p.Redshift with { Table = "" },
            "Destination.Table is ''; allowed: at least one character."),
        new("Snowflake's address", p => p.Snowflake with { AccountUrl = "https://a.snowflakecomputing.com" },
            p => p.Snowflake with { AccountUrl = "https://example.com/abcdefgh" },
            "Destination.AccountUrl is 'https://example.com/abcdefgh'; allowed: https://ACCOUNT.snowflakecomputing.com, at least 24 characters."),
        new("Snowflake's content", p => p.Snowflake with { Loading = SnowflakeLoading.Content, ContentColumn = "C" },
            p => p.Snowflake with { ContentColumn = "C" },
            "Destination.ContentColumn is 'C'; allowed: nothing, since Loading is JsonMapping."),
        new("Snowflake's metadata",
            p => p.Snowflake with { Loading = SnowflakeLoading.ContentAndMetadata, ContentColumn = "C", MetadataColumn = "M" },
            p => p.Snowflake with { Loading = SnowflakeLoading.ContentAndMetadata, ContentColumn = "C" },
            "Destination.MetadataColumn is not given; allowed: a column, since Loading is ContentAndMetadata."),
        new("an endpoint of a domain", p => p.OpenSearch with { ClusterEndpoint = "https://search.eu-west-1.es.amazonaws.com" },
            p => p.OpenSearch with { ClusterEndpoint = "search.eu-west-1.es.amazonaws.com" },
            "Destination.ClusterEndpoint is 'search.eu-west-1.es.amazonaws.com'; allowed: an address that begins with https://, at most 512 characters."),
        new("a schema's account", p => Schema(p, new("lake", "clicks") { CatalogId = "444455556666" }),
            p => Schema(p, new("lake", "clicks") { CatalogId = "4444" }),
            "Destination.Conversion.Schema.CatalogId is '4444'; allowed: an account, of 12 digits."),
        new("a schema's region", p => Schema(p, new("lake", "clicks") { Region = "us-gov-west-1" }),
            p => Schema(p, new("lake", "clicks") { Region = "Ireland" }),
            "Destination.Conversion.Schema.Region is 'Ireland'; allowed: a region's name, such as eu-west-1."),
        new("Iceberg's catalog", p => p.Iceberg with { CatalogArn = Catalog },
            p => p.Iceberg with { CatalogArn = "arn:aws:glue:eu-west-1:444455556666:database/lake" },
            "Destination.CatalogArn is 'arn:aws:glue:eu-west-1:444455556666:database/lake'; allowed: arn:PARTITION:glue:REGION:ACCOUNT:catalog, or with "
            + "/s3tablescatalog/BUCKET at its end for S3 Tables."),
        new("Iceberg's warehouse", p => p.Iceberg, p => p.Iceberg with { Warehouse = null },
            "Destination.Warehouse is not given; allowed: a bucket, since the catalog is not of S3 Tables."),
        new("S3 Tables' warehouse", p => p.Iceberg with { CatalogArn = $"{Catalog}/s3tablescatalog/lake", Warehouse = null },
            p => p.Iceberg with { CatalogArn = $"{Catalog}/s3tablescatalog/lake" },
            "Destination.Warehouse is given; allowed: nothing, since S3 Tables hold the data."),
        new("Iceberg's appends", p => p.Iceberg with { AppendOnly = true, Tables = [new("lake", "clicks")] },
            p => p.Iceberg with { AppendOnly = true },
            "Destination.Tables[0].UniqueKeys is id; allowed: none, since AppendOnly is on: updates and deletes would be out of order."),
        new("Iceberg's partitions",
            p => p.Iceberg with { CreateTables = true, Tables = [new("lake", "clicks") { PartitionBy = ["day"] }] },
            p => p.Iceberg with { Tables = [new("lake", "clicks") { PartitionBy = ["day"] }] },
            "Destination.Tables[0].PartitionBy is day; allowed: none, since CreateTables is off: a table that is there has its partitions."),
        new("Iceberg's tables", p => p.Iceberg, p => p.Iceberg with { Tables = [] }, "Destination.Tables is none; allowed: at least one."),
        new("an MSK topic", p => Read(p, p.Msk with { Topic = new string('t', 255) }), p => Read(p, p.Msk with { Topic = "a/b" }),
            "Source.Topic is 'a/b'; allowed: 1 to 255 of a-z A-Z 0-9 . _ -."),
        new("an MSK cluster", p => Read(p, p.Msk), p => Read(p, p.Msk with { ClusterArn = "web" }),
            "Source.ClusterArn is 'web'; allowed: the ARN of an MSK cluster."),
    ];

    public static TheoryData<string> Names => [.. Rules.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_last_allowed_is_taken_and_the_first_refused_is_named_with_what_is_allowed(string name)
    {
        var rule = Rules.Single(rule => rule.Name == name);
        var stack = cdk.NewStack();
        var parts = new DeliveryParts(stack);

        _ = new FirehoseStream(stack, "Taken", rule.Allowed(parts) with { Alarms = new() { Enabled = false } });
        Should.Throw<InvalidPropsException>(() => new FirehoseStream(stack, "Delivery", rule.Refused(parts)))
            .Message.ShouldBe($"FirehoseStream 'Delivery' has invalid properties:\n  {rule.Violation}");
    }

    [Fact]
    public void All_that_is_wrong_is_said_in_one_message_before_anything_is_made()
    {
        var stack = cdk.NewStack();
        var parts = new DeliveryParts(stack);

        Should.Throw<InvalidPropsException>(() => new FirehoseStream(stack, "Delivery", new FirehoseStreamProps
        {
            StreamName = "no spaces",
            Destination = parts.Http with
            {
                Buffering = new(65, S(901)),
                BackupMode = BackupMode.None,
                Backup = new S3Location { Prefix = "!{firehose:error-output-type}/" },
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = parts.Transform, Retries = -1 } },
            },
        })).Message.ShouldBe(
            """
            FirehoseStream 'Delivery' has invalid properties:
              StreamName is 'no spaces'; allowed: 1 to 64 of a-z A-Z 0-9 _ . -.
              Destination.Buffering.SizeMiB is 65; allowed: a whole number from 1 to 64.
              Destination.Buffering.Interval is 901 s; allowed: whole seconds, from 0 s to 900 s.
              Destination.BackupMode is None; allowed: Failed or All.
              Destination.Backup.Prefix is '!{firehose:error-output-type}/'; allowed: no !{firehose:error-output-type}, which belongs in Destination.Backup.ErrorPrefix.
              Destination.Processing.Transform.Retries is -1; allowed: a whole number from 0 to 300.
            """);
        stack.Node.TryFindChild("Delivery").ShouldBeNull();
    }

    // Fifty keys never fit: each is used in the prefix, which ends before. So only the refusal can be seen, and it brings the other.
    [Fact]
    public void More_keys_than_the_service_takes_are_refused()
    {
        var parts = new DeliveryParts(cdk.NewStack());

        Should.Throw<InvalidPropsException>(() =>
            new FirehoseStream(cdk.NewStack(), "Delivery", new FirehoseStreamProps { Destination = ManyQueries(parts, 51) }))
            .Message.ShouldBe(
                $"""
                FirehoseStream 'Delivery' has invalid properties:
                  Destination.Prefix is '{ManyQueries(parts, 51).Prefix[..100]}... (1419 characters)'; allowed: at most 1024 characters.
                  Destination.Partitioning.Queries is 51 keys; allowed: at most 50.
                """);
    }

    [Fact]
    public void What_is_known_only_at_deployment_passes()
    {
        var stack = cdk.NewStack();
        var parts = new DeliveryParts(stack);
        var text = Fn.ImportValue("text");

        _ = new FirehoseStream(stack, "S3", new FirehoseStreamProps
        {
            StreamName = text,
            Destination = parts.S3 with
            {
                Prefix = text,
                ErrorPrefix = text,
                TimeZone = text,
                FileExtension = text,
                Buffering = new(Token.AsNumber(text), S(300)),
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = parts.Transform, Retries = Token.AsNumber(text) } },
            },
        });
        _ = new FirehoseStream(stack, "Http", new FirehoseStreamProps { Destination = parts.Http with { Url = text } });
        _ = new FirehoseStream(stack, "Msk",
            new FirehoseStreamProps { Source = new MskSource { ClusterArn = text, Topic = text }, Destination = parts.S3 });

        CdkFixture.Synthesize(stack).Resources("AWS::KinesisFirehose::DeliveryStream").Count.ShouldBe(3);
    }

    private static TimeSpan S(int seconds) => TimeSpan.FromSeconds(seconds);

    private static FirehoseStreamProps Named(string name) =>
        new() { StreamName = name, Destination = new HttpDestination { Url = "https://a.example" } };

    private static FirehoseStreamProps Tagged(DeliveryParts parts, int tags) => new() { Destination = parts.S3, Tags = Many(tags) };

    private static FirehoseStreamProps Read(DeliveryParts parts, DeliverySource source) => new() { Destination = parts.S3, Source = source };

    private static Rule FromDatabase(
        string name, Func<DatabaseSource, DatabaseSource> allowed, Func<DatabaseSource, DatabaseSource> refused, string violation,
        Func<DeliveryParts, DeliveryDestination>? refusedTo = null) => new(
            name,
            p => new FirehoseStreamProps { Source = allowed(p.Database), Destination = p.Iceberg },
            p => new FirehoseStreamProps { Source = refused(p.Database), Destination = refusedTo?.Invoke(p) ?? p.Iceberg },
            violation);

    private static Dictionary<string, string> Many(int count) => Enumerable.Range(1, count).ToDictionary(n => $"k{n}", n => $"v{n}");

    private static S3Destination Transformed(DeliveryParts parts, Func<LambdaTransform, LambdaTransform> change) =>
        parts.S3 with { Processing = new RecordProcessing { Transform = change(new LambdaTransform { Function = parts.Transform }) } };

    private static S3Destination Split(DeliveryParts parts, string delimiter) =>
        parts.S3 with { Processing = new RecordProcessing { Splitting = RecordSplitting.Delimited(delimiter) } };

    private static S3Destination As(DeliveryParts parts, ColumnarOutput output) =>
        parts.Converted with { Conversion = parts.Converted.Conversion! with { Output = output } };

    private static S3Destination Schema(DeliveryParts parts, GlueTable table) => parts.S3 with { Conversion = new FormatConversion { Schema = table } };

    private static S3Destination Queries(DeliveryParts parts, params (string Key, string Query)[] queries) =>
        parts.Partitioned with { Partitioning = new() { Queries = queries.ToDictionary(query => query.Key, query => query.Query) } };

    private static S3Destination ManyQueries(DeliveryParts parts, int count) => parts.S3 with
    {
        Prefix = string.Concat(Many(count).Keys.Select(key => $"!{{partitionKeyFromQuery:{key}}}")),
        Partitioning = new() { Queries = Many(count).ToDictionary(entry => entry.Key, entry => $".{entry.Key}") },
    };

    private static Rule[] Buffer(string name, int maxMiB, int maxSeconds, Func<DeliveryParts, DeliveryBuffering, DeliveryDestination> make,
        string path) =>
    [
        Buffered($"the least size for {name}", (1, 0), (0, 0), make, $"{path}.SizeMiB is 0; allowed: a whole number from 1 to {maxMiB}."),
        Buffered($"the greatest size for {name}", (maxMiB, 0), (maxMiB + 1, 0), make,
            $"{path}.SizeMiB is {maxMiB + 1}; allowed: a whole number from 1 to {maxMiB}."),
        Buffered($"the longest interval for {name}", (1, maxSeconds), (1, maxSeconds + 1), make,
            $"{path}.Interval is {maxSeconds + 1} s; allowed: whole seconds, from 0 s to {maxSeconds} s."),
    ];

    private static Rule Buffered(
        string name, (int MiB, int Seconds) allowed, (int MiB, int Seconds) refused,
        Func<DeliveryParts, DeliveryBuffering, DeliveryDestination> make, string violation) =>
        new(name, p => make(p, new(allowed.MiB, S(allowed.Seconds))), p => make(p, new(refused.MiB, S(refused.Seconds))), violation);

    private static Rule[] Retry(string name, Func<DeliveryParts, TimeSpan, DeliveryDestination> make, string path = "RetryFor") =>
    [
        new($"the longest retry for {name}", p => make(p, S(7200)), p => make(p, S(7201)), $"Destination.{path} is 7,201 s; allowed: {Seconds7200}."),
        new($"the shortest retry for {name}", p => make(p, S(0)), p => make(p, S(-1)), $"Destination.{path} is -1 s; allowed: {Seconds7200}."),
    ];

    private static Rule Mode(string name, Func<DeliveryParts, DeliveryDestination> allowed, Func<DeliveryParts, DeliveryDestination> refused,
        string mode, string modes) =>
        new($"the backup mode of {name}", allowed, refused, $"Destination.BackupMode is {mode}; allowed: {modes}.");

    private sealed record Rule(
        string Name, Func<DeliveryParts, FirehoseStreamProps> Allowed, Func<DeliveryParts, FirehoseStreamProps> Refused, string Violation)
    {
        public Rule(string name, Func<DeliveryParts, DeliveryDestination> allowed, Func<DeliveryParts, DeliveryDestination> refused, string violation)
            : this(name, p => new FirehoseStreamProps { Destination = allowed(p) }, p => new FirehoseStreamProps { Destination = refused(p) },
                violation)
        {
        }
    }
}
