namespace Shardwise.Kpl;

/// <summary>The protobuf tags (field number and wire type) of messages.proto.</summary>
internal static class Tags
{
    /// <summary>AggregatedRecord.partition_key_table: repeated string.</summary>
    public const byte PartitionKey = 0x0A;

    /// <summary>AggregatedRecord.explicit_hash_key_table: repeated string.</summary>
    public const byte ExplicitHashKey = 0x12;

    /// <summary>AggregatedRecord.records: repeated Record.</summary>
    public const byte Record = 0x1A;

    /// <summary>Record.partition_key_index: required uint64.</summary>
    public const byte PartitionKeyIndex = 0x08;

    /// <summary>Record.explicit_hash_key_index: optional uint64.</summary>
    public const byte ExplicitHashKeyIndex = 0x10;

    /// <summary>Record.data: required bytes.</summary>
    public const byte Data = 0x1A;

    /// <summary>Record.tags: repeated Tag.</summary>
    public const byte RecordTag = 0x22;

    /// <summary>Tag.key: required string.</summary>
    public const byte TagKey = 0x0A;
}
