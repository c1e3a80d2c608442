namespace Shardwise.Constructs.Delivery;

/// <summary>How records become rows of a Snowflake table.</summary>
public enum SnowflakeLoading
{
    /// <summary>Each key of the JSON goes to the column of its name.</summary>
    JsonMapping,

    /// <summary>The whole record goes to one column.</summary>
    Content,

    /// <summary>The whole record goes to one column, and what Firehose knows about it to another.</summary>
    ContentAndMetadata,
}
