using Shardwise.Constructs.Delivery;

namespace Shardwise.Constructs.Defaults;

/// <content>Of each destination, apart from S3.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>How much, and how long, records are gathered for OpenSearch.</summary>
    public abstract DeliveryBuffering OpenSearchBuffering { get; }

    /// <summary>How long a failed delivery to OpenSearch is tried again.</summary>
    public abstract TimeSpan OpenSearchRetry { get; }

    /// <summary>Which records on their way to OpenSearch are also kept in S3.</summary>
    public abstract BackupMode OpenSearchBackupMode { get; }

    /// <summary>How often an index of OpenSearch is begun anew.</summary>
    public abstract IndexRotation OpenSearchRotation { get; }

    /// <summary>Who gives the documents of OpenSearch their ids.</summary>
    public abstract DocumentIds OpenSearchDocumentIds { get; }

    /// <summary>How much, and how long, records are gathered for OpenSearch Serverless.</summary>
    public abstract DeliveryBuffering OpenSearchServerlessBuffering { get; }

    /// <summary>How long a failed delivery to OpenSearch Serverless is tried again.</summary>
    public abstract TimeSpan OpenSearchServerlessRetry { get; }

    /// <summary>Which records on their way to OpenSearch Serverless are also kept in S3.</summary>
    public abstract BackupMode OpenSearchServerlessBackupMode { get; }

    /// <summary>How much, and how long, records are gathered for an HTTP endpoint.</summary>
    public abstract DeliveryBuffering HttpBuffering { get; }

    /// <summary>How long a failed delivery to an HTTP endpoint is tried again.</summary>
    public abstract TimeSpan HttpRetry { get; }

    /// <summary>Which records on their way to an HTTP endpoint are also kept in S3.</summary>
    public abstract BackupMode HttpBackupMode { get; }

    /// <summary>How requests to an HTTP endpoint are encoded.</summary>
    public abstract HttpEncoding HttpEncoding { get; }

    /// <summary>How much, and how long, records are gathered for Splunk.</summary>
    public abstract DeliveryBuffering SplunkBuffering { get; }

    /// <summary>How long a failed delivery to Splunk is tried again.</summary>
    public abstract TimeSpan SplunkRetry { get; }

    /// <summary>Which records on their way to Splunk are also kept in S3.</summary>
    public abstract BackupMode SplunkBackupMode { get; }

    /// <summary>Which of Splunk's endpoints takes the records.</summary>
    public abstract SplunkEndpoint SplunkEndpoint { get; }

    /// <summary>How long Splunk may take to acknowledge.</summary>
    public abstract TimeSpan SplunkAcknowledgmentTimeout { get; }

    /// <summary>How much, and how long, records are gathered for Snowflake.</summary>
    public abstract DeliveryBuffering SnowflakeBuffering { get; }

    /// <summary>How long a failed delivery to Snowflake is tried again.</summary>
    public abstract TimeSpan SnowflakeRetry { get; }

    /// <summary>Which records on their way to Snowflake are also kept in S3.</summary>
    public abstract BackupMode SnowflakeBackupMode { get; }

    /// <summary>How records become rows of Snowflake.</summary>
    public abstract SnowflakeLoading SnowflakeLoading { get; }

    /// <summary>How much, and how long, records are gathered for Iceberg tables.</summary>
    public abstract DeliveryBuffering IcebergBuffering { get; }

    /// <summary>How long a failed delivery to Iceberg tables is tried again.</summary>
    public abstract TimeSpan IcebergRetry { get; }

    /// <summary>How long a failed delivery to Redshift is tried again.</summary>
    public abstract TimeSpan RedshiftRetry { get; }

    /// <summary>Which records on their way to Redshift are also kept in S3.</summary>
    public abstract BackupMode RedshiftBackupMode { get; }

    /// <summary>Options of COPY.</summary>
    public abstract string RedshiftCopyOptions { get; }

    /// <summary>What the keys of staged records begin with.</summary>
    public abstract string RedshiftStagingPrefix { get; }

    /// <summary>How much, and how long, records are gathered for Datadog.</summary>
    public abstract DeliveryBuffering DatadogBuffering { get; }

    /// <summary>How long a failed delivery to Datadog is tried again.</summary>
    public abstract TimeSpan DatadogRetry { get; }

    /// <summary>How much, and how long, records are gathered for New Relic.</summary>
    public abstract DeliveryBuffering NewRelicBuffering { get; }

    /// <summary>How long a failed delivery to New Relic is tried again.</summary>
    public abstract TimeSpan NewRelicRetry { get; }

    /// <summary>How much, and how long, records are gathered for Dynatrace.</summary>
    public abstract DeliveryBuffering DynatraceBuffering { get; }

    /// <summary>How long a failed delivery to Dynatrace is tried again.</summary>
    public abstract TimeSpan DynatraceRetry { get; }

    /// <summary>How much, and how long, records are gathered for Coralogix.</summary>
    public abstract DeliveryBuffering CoralogixBuffering { get; }

    /// <summary>How much, and how long, records are gathered for Elastic Cloud.</summary>
    public abstract DeliveryBuffering ElasticBuffering { get; }

    /// <summary>How much, and how long, records are gathered for Honeycomb.</summary>
    public abstract DeliveryBuffering HoneycombBuffering { get; }
}
