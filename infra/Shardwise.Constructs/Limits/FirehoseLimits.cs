namespace Shardwise.Constructs.Limits;

/// <summary>What Amazon Data Firehose accepts of a delivery stream.</summary>
/// <remarks>
/// Sources: the Firehose API reference (CreateDeliveryStream and the data types it takes, as the service model of August 2026 has them), and in the
/// developer guide "Buffering hints", "Partition streaming data", "Convert input data format" and "Transform source data".
/// </remarks>
public static class FirehoseLimits
{
    /// <summary>The longest name of a delivery stream, in characters (CreateDeliveryStream).</summary>
    public const int MaxNameLength = 64;

    /// <summary>The most tags on one delivery stream (CreateDeliveryStream).</summary>
    public const int MaxTags = 50;

    /// <summary>The longest time records are gathered for one delivery (BufferingHints).</summary>
    public static readonly TimeSpan MaxBufferInterval = TimeSpan.FromSeconds(900);

    /// <summary>The longest time records are gathered for Splunk (SplunkBufferingHints).</summary>
    public static readonly TimeSpan MaxSplunkBufferInterval = TimeSpan.FromSeconds(60);

    /// <summary>The shortest time records are gathered under dynamic partitioning (developer guide, dynamic partitioning).</summary>
    public static readonly TimeSpan MinPartitioningBufferInterval = TimeSpan.FromSeconds(60);

    /// <summary>The smallest buffer, in MiB (BufferingHints).</summary>
    public const int MinBufferMiB = 1;

    /// <summary>The largest buffer for S3, for Redshift's staging, for Snowflake and for Iceberg, in MiB (BufferingHints).</summary>
    public const int MaxS3BufferMiB = 128;

    /// <summary>
    /// The largest buffer for OpenSearch, in MiB (AmazonopensearchserviceBufferingHints, AmazonOpenSearchServerlessBufferingHints).
    /// </summary>
    public const int MaxOpenSearchBufferMiB = 100;

    /// <summary>The largest buffer for an HTTP endpoint, in MiB (HttpEndpointBufferingHints).</summary>
    public const int MaxHttpBufferMiB = 64;

    /// <summary>The largest buffer for Splunk, in MiB (SplunkBufferingHints).</summary>
    public const int MaxSplunkBufferMiB = 5;

    /// <summary>
    /// The smallest buffer under dynamic partitioning or format conversion, in MiB (DataFormatConversionConfiguration, dynamic partitioning).
    /// </summary>
    public const int MinPartitioningBufferMiB = 64;

    /// <summary>The longest time a failed delivery is tried again (RetryOptions).</summary>
    public static readonly TimeSpan MaxRetryDuration = TimeSpan.FromSeconds(7200);

    /// <summary>The shortest wait for Splunk's acknowledgment (SplunkDestinationConfiguration).</summary>
    public static readonly TimeSpan MinSplunkAcknowledgment = TimeSpan.FromSeconds(180);

    /// <summary>The longest wait for Splunk's acknowledgment (SplunkDestinationConfiguration).</summary>
    public static readonly TimeSpan MaxSplunkAcknowledgment = TimeSpan.FromSeconds(600);

    /// <summary>The smallest batch for a transform function, in MB (ProcessorParameter BufferSizeInMBs).</summary>
    public const double MinTransformBufferMb = 0.2;

    /// <summary>The largest batch for a transform function, in MB (ProcessorParameter BufferSizeInMBs).</summary>
    public const double MaxTransformBufferMb = 3;

    /// <summary>The longest a transform function may take (developer guide, data transformation).</summary>
    public static readonly TimeSpan MaxTransformTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The most tries again of a transform, which the service model does not bound: Shardwise's own.</summary>
    /// <remarks>Every retry holds back all records behind it.</remarks>
    public const int MaxTransformRetries = 300;

    /// <summary>The longest value of a processor's parameter, in characters (ProcessorParameter).</summary>
    public const int MaxProcessorParameterLength = 5120;

    /// <summary>The most keys of JSON metadata extraction (developer guide, dynamic partitioning).</summary>
    public const int MaxPartitionKeys = 50;

    /// <summary>The longest prefix or error prefix of objects, in characters (ExtendedS3DestinationConfiguration).</summary>
    public const int MaxPrefixLength = 1024;

    /// <summary>The longest extension of an object's name, in characters (ExtendedS3DestinationConfiguration).</summary>
    public const int MaxFileExtensionLength = 128;

    /// <summary>The longest address of an HTTP endpoint, in characters (HttpEndpointConfiguration).</summary>
    public const int MaxHttpUrlLength = 1000;

    /// <summary>The longest endpoint of an OpenSearch domain, in characters (AmazonopensearchserviceDestinationConfiguration).</summary>
    public const int MaxEndpointLength = 512;

    /// <summary>The longest ARN of a catalog, in characters (CatalogConfiguration).</summary>
    public const int MaxCatalogArnLength = 512;

    /// <summary>The longest name of an HTTP endpoint, in characters (HttpEndpointConfiguration).</summary>
    public const int MaxHttpNameLength = 256;

    /// <summary>The most attributes sent with each HTTP request (HttpEndpointRequestConfiguration).</summary>
    public const int MaxHttpAttributes = 50;

    /// <summary>The longest name of an OpenSearch index, in characters (AmazonopensearchserviceDestinationConfiguration).</summary>
    public const int MaxIndexNameLength = 80;

    /// <summary>The most security groups of a delivery into a VPC (VpcConfiguration).</summary>
    public const int MaxSecurityGroups = 5;

    /// <summary>The most subnets of a delivery into a VPC (VpcConfiguration).</summary>
    public const int MaxSubnets = 16;

    /// <summary>The shortest account address of Snowflake, in characters (SnowflakeDestinationConfiguration).</summary>
    public const int MinSnowflakeUrlLength = 24;

    /// <summary>The smallest block of a Parquet file, in MiB (ParquetSerDe).</summary>
    public const int MinParquetBlockMiB = 64;

    /// <summary>The smallest page of a Parquet file, in KiB (ParquetSerDe).</summary>
    public const int MinParquetPageKiB = 64;

    /// <summary>The smallest block of an ORC file, in MiB (OrcSerDe).</summary>
    public const int MinOrcBlockMiB = 64;

    /// <summary>The smallest stripe of an ORC file, in MiB (OrcSerDe).</summary>
    public const int MinOrcStripeMiB = 8;

    /// <summary>The fewest rows between two index entries of an ORC file (OrcSerDe).</summary>
    public const int MinOrcRowIndexStride = 1000;

    /// <summary>The span over which CloudWatch's sums are set against the limits a second, in seconds (developer guide, CloudWatch alarms).</summary>
    public const int LimitPeriodSeconds = 300;

    /// <summary>The longest host name of a database (DatabaseSourceConfiguration).</summary>
    public const int MaxDatabaseEndpointLength = 255;

    /// <summary>The greatest port of a database (DatabaseSourceConfiguration).</summary>
    public const int MaxDatabasePort = 65_535;

    /// <summary>The longest pattern of a database's name (DatabaseList).</summary>
    public const int MaxDatabasePatternLength = 64;

    /// <summary>The longest name, or pattern of one, of a table with its database (DatabaseTableList).</summary>
    public const int MaxDatabaseTableLength = 129;

    /// <summary>The longest pattern of a column with its table and database (DatabaseColumnList).</summary>
    public const int MaxDatabaseColumnLength = 194;

    /// <summary>The longest surrogate key (DatabaseSourceConfiguration).</summary>
    public const int MaxSurrogateKeyLength = 1024;
}
