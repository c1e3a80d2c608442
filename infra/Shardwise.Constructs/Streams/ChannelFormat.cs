namespace Shardwise.Constructs.Streams;

/// <summary>What a channel takes the records of its stream for.</summary>
public enum ChannelFormat
{
    /// <summary>JSON. A table needs the schema's ARN beside it.</summary>
    Json,

    /// <summary>JSON that names its schema in the AWS Glue Schema Registry in every record. For a table only.</summary>
    GlueJson,

    /// <summary>Text. For a bucket only.</summary>
    Text,

    /// <summary>Bytes, as they are. For a bucket only.</summary>
    Bytes,
}
